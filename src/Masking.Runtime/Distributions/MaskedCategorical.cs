using Masking.Choices;
using Masking.CompilerServices;
using Masking.Errors;
using Masking.Fused;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// One categorical distribution per row, over the choices that its mask allows.
/// A masked choice has probability exactly 0, and its logit enters no value and no gradient, whatever it is.
/// </summary>
/// <remarks>
/// <para>Masked logits become -inf before the softmax (Huang and Ontañón 2020, "A Closer Look at Invalid Action Masking in
/// Policy Gradient Algorithms"), so legal logits may be any finite number.</para>
/// <para>A row without a legal choice is "no action": its action is -1, its log-probability and entropy are 0.</para>
/// <para>Logits in half precision are computed in float32. Tensors given are never changed; tensors returned are the caller's.</para>
/// </remarks>
public sealed class MaskedCategorical : IMaskedChoice
{
    private readonly FusedChoices? _fused;      // for float32 on the CPU
    private readonly long[] _rowShape;

    // For everything else; beside the other made when it is asked for, and a dispose scope that it was made in may have taken it.
    private PlainCategorical? _plain;
    private bool _isDisposed;

    /// <summary>Masks, then normalises.</summary>
    /// <param name="logits"><c>(…, choices)</c>, floating point.</param>
    /// <param name="mask"><c>(…, choices)</c> bool, true = allowed; null allows everything.</param>
    /// <exception cref="MaskShapeException">The mask's shape, element type or device do not fit the logits.</exception>
    public MaskedCategorical(Tensor logits, Tensor? mask = null)
        : this(logits, mask, canFuse: true, captures: true)
    {
    }

    /// <summary>A distribution of tensors that nobody else writes to.</summary>
    /// <param name="logits">As the public constructor takes them.</param>
    /// <param name="mask">As the public constructor takes it.</param>
    /// <param name="canFuse">Whether the fused engine may compute it; otherwise operations of the tensor library do.</param>
    internal MaskedCategorical(Tensor logits, Tensor? mask, bool canFuse)
        : this(logits, mask, canFuse, captures: false)
    {
    }

    private MaskedCategorical(Tensor logits, Tensor? mask, bool canFuse, bool captures)
    {
        Expect.FloatingRows(nameof(MaskedCategorical), nameof(logits), logits, "(…, choices)");
        long[] shape = logits.Size();
        Expect.Mask(nameof(MaskedCategorical), nameof(mask), mask, shape, logits.Place());

        _rowShape = shape[..^1];
        Choices = shape[^1];
        Device = logits.Place();
        if (canFuse && FusedChoices.Fits(logits))
        {
            _fused = FusedChoices.One(_rowShape, logits, mask, isFlags: false, captures);
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor values = logits.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? logits.to(ScalarType.Float32) : logits;
        if (canFuse && FusedChoices.Fits(values))
        {
            _fused = FusedChoices.One(_rowShape, values, mask, isFlags: false, captures);
        }
        else
        {
            _plain =
                Choices == 0
                    ? OfNothing(values)
                    : new PlainCategorical(captures ? values.clone() : values, captures ? mask?.clone() : mask);
        }

        MoveToOuterDisposeScope(scope);
    }

    /// <summary>The number of choices.</summary>
    public long Choices { get; }

    /// <summary>The probabilities <c>(…, choices)</c>: exactly 0 where masked.</summary>
    public Tensor Probs
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return Choices == 0 ? Plain.Probs.narrow(-1, 0, 0) : Plain.Probs;
        }
    }

    /// <summary>Whether a dispose scope has taken the tensors that everything is computed from.</summary>
    internal bool IsGone => _fused is null && _plain!.Probs.IsInvalid;

    private Device Device { get; }

    private PlainCategorical Plain
    {
        get
        {
            if (_plain is null or { Probs.IsInvalid: true })
            {
                using DisposeScope scope = NewDisposeScope();
                (Tensor logits, Tensor? mask) = (_fused ?? throw Alive.WithoutScope(this)).Standing(0);
                _plain = Choices == 0 ? OfNothing(logits) : new PlainCategorical(logits, mask);
                _plain.MoveToOuterDisposeScope(scope);
            }

            return _plain;
        }
    }

    /// <summary>Draws one choice a row, by inverting the cumulative distribution at one uniform number.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        return Sample(new RowUniforms(stream.Next(temperature), (int)_rowShape.AsSpan().Product()), 0);
    }

    /// <summary>The most probable legal choice of each row, ties to the lowest index.</summary>
    /// <returns><c>(…)</c> int64; -1 in rows without a legal choice.</returns>
    public Tensor Mode()
    {
        Alive.Require(_isDisposed, this);
        return _fused is null ? Plain.Mode() : Shaped(_fused.Mode()[0]);
    }

    /// <summary>The log-probability of one choice a row.</summary>
    /// <param name="actions"><c>(…)</c> int64.</param>
    /// <returns><c>(…)</c>: -inf for a masked choice, and for -1 in a row that has a legal one; 0 for -1 in a row that has none.</returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <see cref="Choices"/>.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Expect.Actions(nameof(MaskedCategorical), nameof(actions), actions, _rowShape, Choices, Device);
        return LogProbOfChecked(actions);
    }

    /// <summary>The entropy <c>-Σ p log p</c> of each row, over legal choices, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy()
    {
        Alive.Require(_isDisposed, this);
        return _fused is null ? Plain.Entropy() : _fused.Entropy(null, _ => true);
    }

    /// <summary>The Kullback-Leibler divergence <c>Σ p (log p - log q)</c> of each row, each side under its own mask, in nats.</summary>
    /// <param name="other">q: the distribution to compare with, of the same shape.</param>
    /// <returns>
    /// <c>(…)</c>: +inf where <paramref name="other"/> forbids a choice that is legal here; 0 in rows without a legal choice here.
    /// </returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or choices.</exception>
    public Tensor KlDivergence(MaskedCategorical other)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(other);
        Alive.Require(other._isDisposed, other);
        if (!_rowShape.SequenceEqual(other._rowShape) || Choices != other.Choices)
        {
            throw new MaskShapeException(nameof(MaskedCategorical), nameof(other), Expect.Text([.. _rowShape, Choices]),
                Expect.Text([.. other._rowShape, other.Choices]), "Compare distributions of the same rows and choices.");
        }

        using DisposeScope scope = NewDisposeScope();

        return Plain.KlDivergence(other.Plain).MoveToOuterDisposeScope();
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _fused?.Dispose();
        _plain?.Dispose();
    }

    /// <summary>What it is over.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedCategorical), _isDisposed, ("Rows", Expect.Text(_rowShape)),
        ("Choices", Choices));

    Tensor IMaskedChoice.Draw(RowUniforms uniforms, int firstLane) => Sample(uniforms, firstLane);

    Tensor IMaskedChoice.LogProbOfChecked(Tensor actions) => LogProbOfChecked(actions);

    Tensor IMaskedChoice.ProbsAlong(Tensor? actions) => Probs;

    Tensor IMaskedChoice.EntropyAlong(Tensor? actions) => Entropy();

    Tensor IMaskedChoice.KlDivergenceAlong(IMaskedChoice other, Tensor? actions) => KlDivergence((MaskedCategorical)other);

    void IMaskedChoice.MoveToOuterDisposeScope(DisposeScope scope) => MoveToOuterDisposeScope(scope);

    internal void MoveToOuterDisposeScope(DisposeScope scope)
    {
        _fused?.MoveToOuterDisposeScope(scope);
        _plain?.MoveToOuterDisposeScope(scope);
    }

    /// <summary>Draws with the uniform numbers of a lane.</summary>
    internal Tensor Sample(RowUniforms uniforms, int lane) =>
        _fused is null ? Plain.Sample(uniforms.Of(lane), uniforms.Temperature) : Shaped(_fused.Sample(uniforms, _ => lane)[0]);

    /// <summary>The log-probability of actions whose shape and range are known to fit.</summary>
    internal Tensor LogProbOfChecked(Tensor actions) => _fused is null ? Plain.LogProb(actions) : _fused.LogProb([actions], _ => true);

    /// <summary>Nothing to choose from is one choice that is masked: every formula then holds as it stands.</summary>
    private PlainCategorical OfNothing(Tensor logits) =>
        new(zeros([.. _rowShape, 1], logits.dtype, logits.device), zeros([.. _rowShape, 1], ScalarType.Bool, logits.device));

    /// <summary>From one axis of rows to as many as there are.</summary>
    private Tensor Shaped(Tensor rows) => _rowShape.Length == 1 ? rows : rows.reshape(_rowShape);
}
