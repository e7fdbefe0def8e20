using Masking.CompilerServices;
using Masking.Errors;
using Masking.Fused;
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
    private readonly FusedChoices? _fused;      // for float32 on the CPU
    private readonly long[] _rowShape;
    private readonly long[] _sizes;

    // For everything else; beside the other made when they are asked for, and a dispose scope that they were made in may have taken them.
    private MaskedCategorical[]? _components;
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
        long[] shape = logits.shape;
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

        Expect.Mask(nameof(MaskedComponents), nameof(mask), mask, shape, logits.device);

        _rowShape = shape[..^1];
        _sizes = sizes.ToArray();
        Device = logits.Place();
        if (FusedChoices.Fits(logits))
        {
            _fused = Fused(logits, mask);
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        _components = new MaskedCategorical[sizes.Length];
        long start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            _components[i] = new MaskedCategorical(logits.narrow(-1, start, sizes[i]), mask?.narrow(-1, start, sizes[i]));
            start += sizes[i];
        }

        Array.ForEach(_components, component => component.MoveToOuterDisposeScope(scope));
    }

    /// <summary>The number of components.</summary>
    public int Count => _sizes.Length;

    /// <summary>The probabilities <c>(…, Σ sizes)</c>, which sum to 1 over each component that has a legal choice.</summary>
    public Tensor Probs
    {
        get
        {
            Alive.Require(_isDisposed, this);
            if (_probs is null or { IsInvalid: true })
            {
                using DisposeScope scope = NewDisposeScope();
                _probs = cat([.. Components.Select(component => component.Probs)], -1).MoveToOuterDisposeScope();
            }

            return _probs;
        }
    }

    private Device Device { get; }

    private MaskedCategorical[] Components
    {
        get
        {
            if (_components is null || (_fused is not null && Array.Exists(_components, component => component.IsGone)))
            {
                using DisposeScope scope = NewDisposeScope();
                _components =
                [
                    .. Enumerable
                        .Range(0, Count)
                        .Select(i => _fused!.Standing(i))
                        .Select(standing => new MaskedCategorical(standing.Logits, standing.Mask, canFuse: false)),
                ];
                Array.ForEach(_components, component => component.MoveToOuterDisposeScope(scope));
            }

            return _components;
        }
    }

    /// <summary>Draws one choice per component and row.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…, components)</c> int64; -1 where there is no legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        using DisposeScope scope = NewDisposeScope();
        RowUniforms uniforms = new(stream.Next(temperature), (int)_rowShape.AsSpan().Product());
        return Beside(
                _fused is null
                    ? Components.Select((component, i) => component.Sample(uniforms, i))
                    : _fused.Sample(uniforms, component => component)
            )
            .MoveToOuterDisposeScope();
    }

    /// <summary>The most probable legal choice of each component and row, ties to the lowest index.</summary>
    /// <returns><c>(…, components)</c> int64; -1 where there is no legal choice.</returns>
    public Tensor Mode()
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return Beside(_fused is null ? Components.Select(component => component.Mode()) : _fused.Mode()).MoveToOuterDisposeScope();
    }

    /// <summary>The joint log-probability of each row: the sum over its components.</summary>
    /// <param name="actions"><c>(…, components)</c> int64.</param>
    /// <returns><c>(…)</c>: -inf where a component's choice is masked.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below its component's size.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Expect.ActionSize(nameof(MaskedComponents), nameof(actions), actions, [.. _rowShape, Count], Device);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] perComponent = [.. _sizes.Select((_, i) => actions.select(-1, i))];
        for (int i = 0; i < perComponent.Length; i++)
        {
            Expect.InRange(nameof(MaskedComponents), nameof(actions), perComponent[i], _sizes[i]);
        }

        return (_fused is null
            ? Components.Zip(perComponent, (component, chosen) => component.LogProbOfChecked(chosen)).Total()
            : _fused.LogProb(perComponent, _ => true)).MoveToOuterDisposeScope();
    }

    /// <summary>The entropy of each row: the sum over its components, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy()
    {
        Alive.Require(_isDisposed, this);
        using DisposeScope scope = NewDisposeScope();
        return (
            _fused is null ? Components.Select(component => component.Entropy()).Total() : _fused.Entropy(null, _ => true)
        ).MoveToOuterDisposeScope();
    }

    /// <summary>The Kullback-Leibler divergence of each row: the sum over its components, in nats.</summary>
    /// <param name="other">q: a distribution of the same rows and components.</param>
    /// <returns><c>(…)</c>.</returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or components.</exception>
    public Tensor KlDivergence(MaskedComponents other)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(other);
        Alive.Require(other._isDisposed, other);
        if (Count != other.Count)
        {
            throw new MaskShapeException(
                nameof(MaskedComponents),
                nameof(other),
                $"{Count} components",
                $"{other.Count} components",
                "Compare distributions of the same components."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        return Components.Zip(other.Components, (mine, theirs) => mine.KlDivergence(theirs)).Total().MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _fused?.Dispose();
        _probs?.Dispose();
        Array.ForEach(_components ?? [], component => component.Dispose());
    }

    /// <summary>What it is over.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedComponents), _isDisposed, ("Rows", Expect.Text(_rowShape)),
        ("Sizes", $"[{string.Join(", ", _sizes)}]"));

    private FusedChoices Fused(Tensor logits, Tensor? mask)
    {
        FusedChoice[] choices = new FusedChoice[Count];
        int start = 0;
        for (int i = 0; i < Count; i++)
        {
            choices[i] = new FusedChoice(0, start, (int)_sizes[i]) { Mask = mask, FirstFlag = start };
            start += (int)_sizes[i];
        }

        return FusedChoices.Capture(_rowShape, logits, mask, choices);
    }

    /// <summary>What the components chose, behind the axes of the rows.</summary>
    private Tensor Beside(IEnumerable<Tensor> perComponent) => stack(perComponent, -1).reshape([.. _rowShape, Count]);

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
