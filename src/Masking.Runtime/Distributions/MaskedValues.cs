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
/// Action values with a mask: greedy actions, their values, and epsilon-greedy exploration, over legal actions only.
/// </summary>
/// <remarks>
/// <para>The action values of Mnih et al. 2015, "Human-level control through deep reinforcement learning", and van Hasselt et al. 2016,
/// "Deep Reinforcement Learning with Double Q-learning", restricted to legal actions. The target uses the mask of the next state.</para>
/// <para>The value of a masked action affects no result and no gradient, even if it is NaN or infinite. In a row without a legal action,
/// the action is -1 ("no action") and the maximum is 0, which is the value of a terminal state.</para>
/// <para>Values in half precision are converted to float32. Input tensors are not modified. The caller owns the tensors that the methods
/// return.</para>
/// </remarks>
/// <example>
/// The target of double Q-learning:
/// <code>
/// Tensor onlineValues = randn(32, 4), targetValues = randn(32, 4);   // (batch, choices), of the next states
/// Tensor nextMask = rand(32, 4) &gt; 0.3f;                              // bool, true = allowed
/// Tensor rewards = zeros(32);
/// using Scalar discount = 0.99;
/// using MaskedValues online = new(onlineValues, nextMask), target = new(targetValues, nextMask);
/// Tensor targets = rewards + target.Of(online.Greedy()) * discount;  // (32); only the reward if no action is legal
/// </code>
/// </example>
public sealed class MaskedValues : IDisposable
{
    private readonly Tensor _legal;         // (…, choices)
    private readonly Tensor _anyLegal;      // (…)
    private readonly Tensor _maskedValues;        // (…, choices): the values, -inf where masked
    private readonly long[] _rowShape;
    private bool _isDisposed;

    /// <summary>Combines values with a mask.</summary>
    /// <param name="values"><c>(…, choices)</c>, floating point.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, true = allowed; null allows every choice.</param>
    /// <exception cref="MaskShapeException">The values are not floating point or have no axis, or the mask
    /// has a wrong shape, element type or device.</exception>
    public MaskedValues(Tensor values, Tensor? mask = null)
    {
        Expect.FloatingRows(nameof(MaskedValues), nameof(values), values, "(…, choices)");
        long[] shape = values.shape;
        Expect.Mask(nameof(MaskedValues), nameof(mask), mask, shape, values.device);

        using DisposeScope scope = NewDisposeScope();
        _rowShape = shape[..^1];
        Choices = shape[^1];
        Tensor precise = values.IsHalf() ? values.to(ScalarType.Float32) : values;
        _legal = mask is null ? ones(shape, ScalarType.Bool, values.device) : MaskCapture.Of(mask);
        _anyLegal = _legal.any(-1);
        _maskedValues = where(_legal, precise, full_like(precise, Scalars.NegativeInfinity));
        MoveToOuterDisposeScope(scope);
    }

    /// <summary>The number of choices, legal or not.</summary>
    public long Choices { get; }

    /// <summary>
    /// The values of all actions <c>(…, choices)</c>, with gradient: -inf where masked, where the gradient is 0. This object owns the
    /// tensor.
    /// </summary>
    public Tensor All
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _maskedValues;
        }
    }

    /// <summary>The legal action with the greatest value in each row. Ties go to the lowest index.</summary>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal action.</returns>
    public Tensor Greedy()
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return GreedyInScope().MoveToOuterDisposeScope();
    }

    /// <summary>The greatest value of a legal action in each row, with gradient.</summary>
    /// <returns><c>(…)</c>; 0 in rows without a legal action.</returns>
    public Tensor Max()
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return Gather(GreedyInScope()).MoveToOuterDisposeScope();
    }

    /// <summary>The values of the actions, with gradient.</summary>
    /// <param name="actions"><c>(…)</c> int64: indices of choices, or -1 for no action.</param>
    /// <returns><c>(…)</c>: -inf for a masked action; 0 for -1.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Choices"/>.</exception>
    public Tensor Of(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Expect.Actions(nameof(MaskedValues), nameof(actions), actions, _rowShape, Choices, _maskedValues.device);
        return OfValidated(actions);
    }

    /// <summary>
    /// Chooses a uniformly random legal action with probability <paramref name="epsilon"/>, and the greedy action otherwise.
    /// </summary>
    /// <param name="epsilon">The probability of exploration, from 0 to 1.</param>
    /// <param name="stream">The random numbers. It advances by one step. Rows are numbered over all leading axes.</param>
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
    /// <param name="epsilon">The probability of exploration, from 0 to 1.</param>
    /// <returns><c>(…, choices)</c>: exactly 0 where masked. Rows without a legal action are 0 everywhere.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is not from 0 to 1.</exception>
    public Tensor EpsilonGreedyProbs(double epsilon)
    {
        Alive.Require(_isDisposed, this);
        RequireProbability(epsilon);
        using DisposeScope scope = NewDisposeScope();
        using Scalar ofUniform = epsilon;
        using Scalar ofGreedy = 1 - epsilon;
        Tensor legal = _legal.to(_maskedValues.dtype);
        Tensor uniform = legal.div(legal.sum(-1, keepdim: true).clamp_min(Scalars.One));
        Tensor greedy = Indices.Of(Choices, _maskedValues.device).eq(GreedyInScope().unsqueeze(-1)).to(_maskedValues.dtype);
        return uniform.mul(ofUniform).add(greedy.mul(ofGreedy), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _legal.Dispose();
        _anyLegal.Dispose();
        _maskedValues.Dispose();
    }

    /// <summary>Returns the shape of the rows and the number of choices.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedValues), _isDisposed, ("Rows", Expect.Text(_rowShape)),
        ("Choices", Choices));

    internal Device Device => _maskedValues.device;

    internal static void RequireProbability(double epsilon)
    {
        if (!(epsilon >= 0 && epsilon <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "expected a probability from 0 to 1.");
        }
    }

    /// <summary>As <see cref="Of"/>, for actions whose shape and range were checked before.</summary>
    internal Tensor OfValidated(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        return Gather(actions).MoveToOuterDisposeScope();
    }

    /// <summary>As <see cref="EpsilonGreedy(double, RandomStream)"/>, with the random numbers of the actor of each row.</summary>
    internal Tensor EpsilonGreedy(double epsilon, RandomDraw draw, ActorRows actors)
    {
        using DisposeScope scope = NewDisposeScope();
        using IMaskedChoice uniform = Engine.Choice(zeros_like(_maskedValues), _legal);
        RowUniforms uniforms = actors.Uniforms(draw);
        Tensor random = uniform.Sample(uniforms, 1);
        using Scalar limit = epsilon;
        Tensor isRandom = tensor(uniforms.Of(0), _rowShape).lt(limit).to(_maskedValues.device);
        return where(isRandom, random, GreedyInScope()).MoveToOuterDisposeScope();
    }

    internal void MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(_legal, _anyLegal, _maskedValues);

    /// <summary>The rows with a legal value that is NaN or +inf, numbered over all leading axes, in ascending order.</summary>
    internal int[] NonFiniteRows()
    {
        // Masked values are -inf here, so the maximum is NaN or +inf if and only if there is such a row.
        using DisposeScope scope = NewDisposeScope();
        Tensor values = _maskedValues.detach();
        if (values.numel() == 0 || Maximum(values) < double.PositiveInfinity)
        {
            return [];
        }

        Tensor isNotFinite = values.isnan().logical_or(values.eq(Scalars.PositiveInfinity));
        return Presence.IndicesOf(HostMemory.Read<bool>(isNotFinite.any(-1)));
    }

    /// <summary>
    /// The maximum, or NaN if any element is NaN. float32 tensors on the CPU are read in place, which is faster than a tensor operation.
    /// </summary>
    private static double Maximum(Tensor values) => HostMemory.HoldsFloat32(values) && values.is_contiguous()
        ? System.Numerics.Tensors.TensorPrimitives.Max(HostMemory.Read<float>(values))
        : values.max().to(ScalarType.Float64).item<double>();

    private Tensor GreedyInScope()
    {
        if (Choices == 0)
        {
            return full(_rowShape, Scalars.MinusOne, ScalarType.Int64, _maskedValues.device);
        }

        // Legal values are raised to the lowest finite number, so that a legal -inf wins over a masked action.
        Tensor values = _maskedValues.detach();
        Tensor ranks = where(_legal, values.clamp_min(Scalars.Lowest(values.dtype)), values);
        return where(_anyLegal, ranks.argmax(-1), full_like(_anyLegal, Scalars.MinusOne, ScalarType.Int64));
    }

    private Tensor Gather(Tensor actions)
    {
        if (Choices == 0)
        {
            return zeros(_rowShape, _maskedValues.dtype, _maskedValues.device);
        }

        Tensor value = _maskedValues.gather(-1, actions.clamp_min(Scalars.Zero).unsqueeze(-1)).squeeze(-1);
        return where(actions.lt(Scalars.Zero), zeros_like(value), value);
    }
}
