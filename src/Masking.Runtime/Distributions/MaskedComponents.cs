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
/// Several independent categorical distributions per row, side by side in one logit vector: the product that a compound action is drawn
/// from.
/// </summary>
/// <remarks>
/// A component without a legal choice takes no action (-1) and counts nothing, as in <see cref="MaskedCategorical"/>.
/// Tensors given are never changed; tensors returned are the caller's.
/// </remarks>
public sealed class MaskedComponents : IDisposable
{
    private readonly IChoices _components;
    private readonly long[] _rowShape;
    private readonly long[] _sizes;
    private readonly Device _device;
    private Tensor? _probs;
    private bool _isDisposed;

    /// <summary>Masks, then normalises, each component by itself.</summary>
    /// <param name="logits"><c>(…, Σ sizes)</c>, floating point.</param>
    /// <param name="mask"><c>(…, Σ sizes)</c> bool, true = allowed; null allows everything.</param>
    /// <param name="sizes">The number of choices of each component, in the order of the columns.</param>
    /// <exception cref="MaskShapeException">The logits are not as wide as the components together, or the mask does not fit
    /// them.</exception>
    /// <exception cref="ArgumentException">There is no component, or one has a negative size.</exception>
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
        Expect.Mask(nameof(MaskedComponents), nameof(mask), mask, shape, _device);

        _rowShape = shape[..^1];
        _sizes = sizes.ToArray();
        _components = Engine.Independent(logits, mask, _sizes);
    }

    /// <summary>The number of components.</summary>
    public int Count => _sizes.Length;

    /// <summary>The probabilities <c>(…, Σ sizes)</c>, which sum to 1 over each component that has a legal choice.</summary>
    public Tensor Probs
    {
        get
        {
            IChoices components = Components;

            // A dispose scope may have taken the tensor of the last call.
            if (_probs is null or { IsInvalid: true })
            {
                using DisposeScope scope = NewDisposeScope();
                ChoiceTree tree = components.ToTree();
                Tensor[] probs = [.. _sizes.Select((size, i) => tree.Probs(i, null).reshape([.. _rowShape, size]))];
                _probs = cat(probs, -1).MoveToOuterDisposeScope();
            }

            return _probs;
        }
    }

    private IChoices Components
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return _components.IsReleased ? throw Alive.ScopeEnded(this) : _components;
        }
    }

    /// <summary>Draws one choice per component and row.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…, components)</c> int64; -1 where there is no legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        IChoices components = Components;
        ArgumentNullException.ThrowIfNull(stream);
        using DisposeScope scope = NewDisposeScope();
        RowUniforms uniforms = new(stream.Next(temperature), (int)_rowShape.AsSpan().Product());
        return Stacked(components.Sample(uniforms, component => component)).MoveToOuterDisposeScope();
    }

    /// <summary>The most probable legal choice of each component and row, ties to the lowest index.</summary>
    /// <returns><c>(…, components)</c> int64; -1 where there is no legal choice.</returns>
    public Tensor Mode()
    {
        IChoices components = Components;
        using DisposeScope scope = NewDisposeScope();
        return Stacked(components.Mode()).MoveToOuterDisposeScope();
    }

    /// <summary>The joint log-probability of each row: the sum over its components.</summary>
    /// <param name="actions"><c>(…, components)</c> int64.</param>
    /// <returns><c>(…)</c>: -inf where a component's choice is masked.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below its component's size.</exception>
    public Tensor LogProb(Tensor actions)
    {
        IChoices components = Components;
        Expect.ActionSize(nameof(MaskedComponents), nameof(actions), actions, [.. _rowShape, Count], _device);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] perComponent = [.. _sizes.Select((_, i) => actions.select(-1, i))];
        for (int i = 0; i < perComponent.Length; i++)
        {
            Expect.InRange(nameof(MaskedComponents), nameof(actions), perComponent[i], _sizes[i]);
        }

        return components.LogProb(perComponent, _ => true).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy of each row: the sum over its components, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy() => Components.Entropy(null, _ => true);

    /// <summary>The Kullback-Leibler divergence of each row: the sum over its components, in nats.</summary>
    /// <param name="other">q: a distribution of the same rows and components.</param>
    /// <returns><c>(…)</c>.</returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or components.</exception>
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
        return components.KlDivergence(q, null).reshape(_rowShape).MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _components.Dispose();
        _probs?.Dispose();
    }

    /// <summary>The shape of the rows and the sizes of the components.</summary>
    public override string ToString() =>
        RecordText.Of(nameof(MaskedComponents), _isDisposed, ("Rows", Expect.Text(_rowShape)), ("Sizes", $"[{string.Join(", ", _sizes)}]"));

    /// <summary>The actions of the components along a last axis.</summary>
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
