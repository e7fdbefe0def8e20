using Masking.Choices;
using Masking.CompilerServices;
using Masking.Distributions;
using Masking.Errors;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Action values under a mask: the best legal action, its value, and exploration over legal actions only.
/// </summary>
/// <remarks>
/// <para>Mnih et al. 2015, "Human-level control through deep reinforcement learning", with illegal actions left out everywhere: a
/// double-DQN target chooses and reads under the next state's mask.</para>
/// <para>A masked value enters no result and no gradient, whatever it is. A row without a legal action is "no action": its action is -1,
/// its maximum 0, which is the target of a terminal state.</para>
/// <para>Values in half precision are computed in float32. Tensors given are never changed; tensors returned are the caller's.</para>
/// </remarks>
public sealed class MaskedValues : IDisposable
{
    private readonly Tensor _legal;         // (…, choices)
    private readonly Tensor _anyLegal;      // (…)
    private readonly Tensor _filled;        // values, -inf where masked
    private readonly long[] _rowShape;
    private bool _isDisposed;

    /// <summary>Values under a mask.</summary>
    /// <param name="values"><c>(…, choices)</c>, floating point.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, true = allowed; null allows everything.</param>
    /// <exception cref="MaskShapeException">The mask's shape, element type or device do not fit the values.</exception>
    public MaskedValues(Tensor values, Tensor? mask = null)
    {
        Expect.FloatingRows(nameof(MaskedValues), nameof(values), values, "(…, choices)");
        long[] shape = values.shape;
        Expect.Mask(nameof(MaskedValues), nameof(mask), mask, shape, values.device);

        using DisposeScope scope = NewDisposeScope();
        _rowShape = shape[..^1];
        Choices = shape[^1];
        Tensor precise = values.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? values.to(ScalarType.Float32) : values;
        _legal = mask is null ? ones(shape, ScalarType.Bool, values.device) : MaskCapture.Of(mask);
        _anyLegal = _legal.any(-1);
        _filled = where(_legal, precise, full_like(precise, Scalars.NegativeInfinity));
        MoveToOuterDisposeScope(scope);
    }

    /// <summary>The number of choices.</summary>
    public long Choices { get; }

    /// <summary>The legal action of the greatest value in each row, ties to the lowest index.</summary>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal action.</returns>
    public Tensor Greedy()
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return GreedyInScope().MoveToOuterDisposeScope();
    }

    /// <summary>The greatest value of each row over legal actions, with gradient.</summary>
    /// <returns><c>(…)</c>; 0 in rows without a legal action.</returns>
    public Tensor Max()
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return Read(GreedyInScope()).MoveToOuterDisposeScope();
    }

    /// <summary>The values of given actions, with gradient.</summary>
    /// <param name="actions"><c>(…)</c> int64.</param>
    /// <returns><c>(…)</c>; -inf for a masked action; 0 for -1, no action.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Choices"/>.</exception>
    public Tensor Of(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Expect.Actions(nameof(MaskedValues), nameof(actions), actions, _rowShape, Choices, _filled.device);
        return OfChecked(actions);
    }

    /// <summary>With probability <paramref name="epsilon"/> a uniformly random legal action, else the greedy one.</summary>
    /// <param name="epsilon">0 to 1.</param>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal action.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    public Tensor EpsilonGreedy(double epsilon, RandomStream stream)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        RequireProbability(epsilon);
        using ActorRows rows = ActorRows.OfTheAgent(_rowShape.AsSpan().Product());
        return EpsilonGreedy(epsilon, stream.Next(), rows);
    }

    /// <summary>The probabilities of <see cref="EpsilonGreedy(double, RandomStream)"/>.</summary>
    /// <param name="epsilon">0 to 1.</param>
    /// <returns><c>(…, choices)</c>: exactly 0 where masked.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    public Tensor EpsilonGreedyProbs(double epsilon)
    {
        Alive.Require(_isDisposed, this);
        RequireProbability(epsilon);
        using DisposeScope scope = NewDisposeScope();
        using Scalar ofUniform = epsilon;
        using Scalar ofGreedy = 1 - epsilon;
        Tensor legal = _legal.to(_filled.dtype);
        Tensor uniform = legal.div(legal.sum(-1, keepdim: true).clamp_min(Scalars.One));
        Tensor greedy = Indices.Of(Choices, _filled.device).eq(GreedyInScope().unsqueeze(-1)).to(_filled.dtype);
        return uniform.mul(ofUniform).add(greedy.mul(ofGreedy), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _legal.Dispose();
        _anyLegal.Dispose();
        _filled.Dispose();
    }

    /// <summary>What it is over.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedValues), _isDisposed, ("Rows", Expect.Text(_rowShape)),
        ("Choices", Choices));

    internal Device Device => _filled.device;

    internal static void RequireProbability(double epsilon)
    {
        if (!(epsilon >= 0 && epsilon <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "expected a probability from 0 to 1.");
        }
    }

    /// <summary>The values of actions whose shape and range are known to fit.</summary>
    internal Tensor OfChecked(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Read(actions).MoveToOuterDisposeScope();
    }

    /// <summary>The same with random numbers that belong to actors, one a row.</summary>
    internal Tensor EpsilonGreedy(double epsilon, RandomDraw draw, ActorRows actors)
    {
        using DisposeScope scope = NewDisposeScope();
        using IMaskedChoice uniform = Engine.Choice(zeros_like(_filled), _legal);
        RowUniforms uniforms = actors.Uniforms(draw);
        Tensor random = uniform.Sample(uniforms, 1);
        using Scalar limit = epsilon;
        Tensor explores = tensor(uniforms.Of(0), _rowShape).lt(limit).to(_filled.device);
        return where(explores, random, GreedyInScope()).MoveToOuterDisposeScope();
    }

    internal void MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(_legal, _anyLegal, _filled);

    /// <summary>The rows in which a legal value is NaN or +inf, counted over all leading axes, in ascending order.</summary>
    internal int[] RowsNotFinite()
    {
        // A masked value is -inf, so the greatest of all tells whether there is such a row.
        using DisposeScope scope = NewDisposeScope();
        Tensor values = _filled.detach();
        if (values.numel() == 0 || Greatest(values) < double.PositiveInfinity)
        {
            return [];
        }

        Tensor isOut = values.isnan().logical_or(values.eq(Scalars.PositiveInfinity));
        return Presence.IndicesOf(HostMemory.Read<bool>(isOut.any(-1)));
    }

    /// <summary>
    /// The greatest number, NaN where any is. In host memory it is found faster than by an operation of the tensor library.
    /// </summary>
    private static double Greatest(Tensor values) => HostMemory.HoldsFloat32(values) && values.is_contiguous()
        ? System.Numerics.Tensors.TensorPrimitives.Max(HostMemory.Read<float>(values))
        : values.max().to(ScalarType.Float64).item<double>();

    private Tensor GreedyInScope()
    {
        if (Choices == 0)
        {
            return full(_rowShape, Scalars.MinusOne, ScalarType.Int64, _filled.device);
        }

        // A legal value of -inf still comes before a masked one.
        Tensor values = _filled.detach();
        Tensor ranks = where(_legal, values.clamp_min(Scalars.Lowest(values.dtype)), values);
        return where(_anyLegal, ranks.argmax(-1), full_like(_anyLegal, Scalars.MinusOne, ScalarType.Int64));
    }

    private Tensor Read(Tensor actions)
    {
        if (Choices == 0)
        {
            return zeros(_rowShape, _filled.dtype, _filled.device);
        }

        Tensor value = _filled.gather(-1, actions.clamp_min(Scalars.Zero).unsqueeze(-1)).squeeze(-1);
        return where(actions.lt(Scalars.Zero), zeros_like(value), value);
    }
}
