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
/// Several independent categorical distributions per row, called components. Their logits are concatenated along the last axis. An action
/// has one choice for each component, as in a multi-discrete action space.
/// </summary>
/// <remarks>
/// A component without a legal choice takes no action (-1) and contributes nothing, as in <see cref="MaskedCategorical"/>. Logits in half
/// precision are converted to float32. Input tensors are not modified. The caller owns the tensors that the methods return; the
/// distribution owns <see cref="Probs"/>.
/// </remarks>
/// <example>
/// A command that consists of one of 4 actions and one of 8 directions:
/// <code>
/// Tensor logits = randn(16, 4 + 8);
/// Tensor mask = rand(16, 4 + 8) &gt; 0.2f;                          // bool, true = allowed
/// using MaskedComponents commands = new(logits, mask, [4, 8]);
/// Tensor actions = commands.Sample(new RandomStream(seed: 1));   // (16, 2) int64
/// Tensor logProb = commands.LogProb(actions);                    // (16): the sum over both components
/// </code>
/// </example>
public sealed class MaskedComponents : IDisposable
{
    private readonly IChoices _components;
    private readonly long[] _rowShape;
    private readonly long[] _sizes;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private Tensor? _probs;
    private bool _isDisposed;

    /// <summary>Creates the distributions from logits and a mask. Each component is masked and normalized on its own.</summary>
    /// <param name="logits"><c>(…, Σ sizes)</c>, floating point.</param>
    /// <param name="mask"><c>(…, Σ sizes)</c> bool, true = allowed; null allows every choice.</param>
    /// <param name="sizes">The number of choices of each component, in the order of the columns.</param>
    /// <exception cref="MaskShapeException">The logits are not floating point or do not have <c>Σ sizes</c> columns, or the mask
    /// has a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentException"><paramref name="sizes"/> is empty, or contains a negative size.</exception>
    public MaskedComponents(Tensor logits, Tensor? mask, ReadOnlySpan<long> sizes)
    {
        Expect.FloatingRows(nameof(MaskedComponents), nameof(logits), logits, "(…, Σ sizes)");
        long[] shape = logits.Size();
        long columns = Columns(sizes);
        if (shape[^1] != columns)
        {
            throw new MaskShapeException(
                nameof(MaskedComponents),
                nameof(logits),
                $"(…, {columns}) for sizes [{string.Join(", ", sizes.ToArray())}]",
                TensorText.Of(logits),
                "Give every component one column per choice."
            );
        }

        _device = logits.GetDevice();
        _precision = logits.dtype.ComputedType();
        Expect.Mask(nameof(MaskedComponents), nameof(mask), mask, shape, _device);

        _rowShape = shape[..^1];
        _sizes = sizes.ToArray();
        _components = Engine.Independent(logits, mask, _sizes);
    }

    /// <summary>The number of components.</summary>
    public int Count => _sizes.Length;

    /// <summary>
    /// The probabilities <c>(…, Σ sizes)</c>. They sum to 1 over each component with a legal choice, and are exactly 0 where masked.
    /// </summary>
    public Tensor Probs
    {
        get
        {
            IChoices components = Components;

            // The dispose scope of an earlier call may have disposed the cached tensor.
            if (_probs is null or { IsInvalid: true })
            {
                using DisposeScope scope = NewDisposeScope();
                ChoiceTree tree = components.ToTree();
                Tensor[] probs = [.. _sizes.Select((_, i) => tree.Probs(i, null))];
                _probs = cat(probs, -1).MoveToOuterDisposeScope();
            }

            return _probs;
        }
    }

    private IChoices Components
    {
        get
        {
            Alive.Require(_isDisposed, _components.IsReleased, this);
            return _components;
        }
    }

    /// <summary>Samples one choice per component and row.</summary>
    /// <param name="stream">The random numbers. It advances by one step. Rows are numbered over all leading axes.</param>
    /// <param name="temperature">Divides the logits: a value below 1 sharpens the distribution, above 1 flattens it. Positive.</param>
    /// <returns><c>(…, components)</c> int64; -1 for a component without a legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        IChoices components = Components;
        ArgumentNullException.ThrowIfNull(stream);
        using DisposeScope scope = NewDisposeScope();
        RowUniforms uniforms = new(stream.Next(temperature), (int)_rowShape.AsSpan().Product());
        return Stacked(components.Sample(uniforms, component => component)).MoveToOuterDisposeScope();
    }

    /// <summary>The most probable legal choice of each component and row. Ties go to the lowest index.</summary>
    /// <returns><c>(…, components)</c> int64; -1 for a component without a legal choice.</returns>
    public Tensor Mode()
    {
        IChoices components = Components;
        using DisposeScope scope = NewDisposeScope();
        return Stacked(components.Mode()).MoveToOuterDisposeScope();
    }

    /// <summary>The joint log-probability of each row: the sum over its components.</summary>
    /// <param name="actions"><c>(…, components)</c> int64: indices of choices, or -1 for no action.</param>
    /// <returns><c>(…)</c>: -inf where the choice of a component is masked.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below the size of its component.</exception>
    public Tensor LogProb(Tensor actions)
    {
        IChoices components = Components;
        using DisposeScope scope = NewDisposeScope();
        return components.LogProb(ToComponents(actions), _ => true).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The log-probabilities <c>(…, Σ sizes)</c>: -inf, with gradient 0, where masked. Every call returns a new tensor, which the caller
    /// owns.
    /// </summary>
    public Tensor LogProbs
    {
        get
        {
            IChoices components = Components;
            using DisposeScope scope = NewDisposeScope();
            return cat([.. _sizes.Select((_, i) => components.LogProbs(i, null))], -1).MoveToOuterDisposeScope();
        }
    }

    /// <summary>
    /// The cross-entropy <c>-Σ t log p</c> of each row and target distributions t of its components, in nats: the sum over the components.
    /// </summary>
    /// <remarks>A choice with t = 0 contributes 0, in value and gradient, even where it is masked.</remarks>
    /// <param name="target">t: <c>(…, Σ sizes)</c>, floating point; zeros for a component without a target.</param>
    /// <returns><c>(…)</c>: +inf, with gradient 0, where t of a masked choice is not 0.</returns>
    /// <exception cref="MaskShapeException">The target has a wrong shape, element type or device.</exception>
    public Tensor CrossEntropy(Tensor target)
    {
        IChoices components = Components;
        Expect.Target(nameof(MaskedComponents), nameof(target), target, [.. _rowShape, _sizes.Sum()], _device);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] targets = target.to(_precision).reshape([-1, _sizes.Sum()]).split(_sizes, -1);
        return _sizes
            .Select((_, i) => components.CrossEntropy(i, targets[i].reshape([.. _rowShape, _sizes[i]]), null))
            .Total()
            .MoveToOuterDisposeScope();
    }

    /// <summary>The probabilities <c>(…, Σ sizes)</c> at a temperature. Every call returns a new tensor, which the caller owns.</summary>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not positive and finite.</exception>
    public Tensor ProbsAt(double temperature)
    {
        IChoices components = Components;
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        IChoices tempered = components.AtTemperature(temperature);
        return cat([.. _sizes.Select((_, i) => tempered.Probs(i, null))], -1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The joint log-probability of each row at a temperature, which is that of a sample at this temperature.
    /// </summary>
    /// <param name="actions"><c>(…, components)</c> int64: indices of choices, or -1 for no action.</param>
    /// <param name="temperature">As for <see cref="Sample"/>.</param>
    /// <returns>As for <see cref="LogProb(Tensor)"/>.</returns>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is out of range, or <paramref name="temperature"/> is not positive and
    /// finite.</exception>
    public Tensor LogProb(Tensor actions, double temperature)
    {
        IChoices components = Components;
        RandomStream.RequireTemperature(temperature);
        using DisposeScope scope = NewDisposeScope();
        return components.AtTemperature(temperature).LogProb(ToComponents(actions), _ => true).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy of each row in nats: the sum over its components.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy() => Components.Entropy(null, _ => true);

    /// <summary>
    /// The Kullback-Leibler divergence <c>KL(p ‖ q)</c> of each row in nats: the sum over its components. p is this distribution.
    /// </summary>
    /// <param name="other">The distribution q, of the same rows and components.</param>
    /// <returns><c>(…)</c>: +inf where q forbids a choice that is legal in p.</returns>
    /// <exception cref="MaskShapeException">The rows or the components of the two distributions differ.</exception>
    public Tensor KlDivergence(MaskedComponents other)
    {
        IChoices components = Components;
        ArgumentNullException.ThrowIfNull(other);
        IChoices q = other.Components;
        if (Count != other.Count)
        {
            throw new MaskShapeException(nameof(MaskedComponents), nameof(other), $"{Count} components", $"{other.Count} components",
                "Compare distributions of the same components.");
        }

        for (int i = 0; i < Count; i++)
        {
            MaskedCategorical.RequireSameShape([.. _rowShape, _sizes[i]], [.. other._rowShape, other._sizes[i]]);
        }

        using DisposeScope scope = NewDisposeScope();
        return components.KlDivergence(q, null).MoveToOuterDisposeScope();
    }

    /// <summary>Disposes the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _components.Dispose();
        _probs?.Dispose();
    }

    /// <summary>Returns the shape of the rows and the sizes of the components.</summary>
    public override string ToString() =>
        RecordText.Of(nameof(MaskedComponents), _isDisposed, ("Rows", Expect.Text(_rowShape)), ("Sizes", $"[{string.Join(", ", _sizes)}]"));

    /// <summary>Requires actions in range, and returns those of each component.</summary>
    private Tensor[] ToComponents(Tensor actions)
    {
        Expect.ActionSize(nameof(MaskedComponents), nameof(actions), actions, [.. _rowShape, Count], _device);
        Tensor[] perComponent = [.. _sizes.Select((_, i) => actions.select(-1, i))];
        for (int i = 0; i < perComponent.Length; i++)
        {
            Expect.InRange(nameof(MaskedComponents), nameof(actions), perComponent[i], _sizes[i]);
        }

        return perComponent;
    }

    /// <summary>Stacks the actions of the components along a new last axis.</summary>
    private Tensor Stacked(Tensor[] perComponent) => stack(perComponent, -1).reshape([.. _rowShape, Count]);

    private static long Columns(ReadOnlySpan<long> sizes)
    {
        if (sizes.IsEmpty)
        {
            throw new ArgumentException("expected at least one component, got none.", nameof(sizes));
        }

        long sum = 0;
        foreach (long size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size, int.MaxValue, nameof(sizes));
            sum += size;
        }

        return sum;
    }
}
