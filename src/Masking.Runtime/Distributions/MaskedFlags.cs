using Masking.Choices;
using Masking.CompilerServices;
using Masking.Errors;
using Masking.Fused;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Independent bits, each of which a mask may forbid: a masked bit is always 0 and counts nothing.</summary>
/// <remarks>
/// The probability of a bit is <c>sigmoid(logit)</c>. A masked logit enters no value and no gradient, whatever it is. Tensors given are
/// never changed; tensors returned are the caller's.
/// </remarks>
public sealed class MaskedFlags : IMaskedChoice
{
    private readonly FusedChoices? _fused;      // for float32 on the CPU
    private readonly long[] _shape;

    // For everything else; beside the other made when it is asked for, and a dispose scope that it was made in may have taken it.
    private PlainFlags? _plain;
    private bool _isDisposed;

    /// <summary>Masks every bit by itself.</summary>
    /// <param name="logits"><c>(…, bits)</c>, floating point.</param>
    /// <param name="mask"><c>(…, bits)</c> bool, true = the bit may be 1; null allows everything.</param>
    /// <exception cref="MaskShapeException">The mask's shape, element type or device do not fit the logits.</exception>
    public MaskedFlags(Tensor logits, Tensor? mask = null)
        : this(logits, mask, canFuse: true, captures: true)
    {
    }

    /// <summary>A distribution of tensors that nobody else writes to.</summary>
    /// <param name="logits">As the public constructor takes them.</param>
    /// <param name="mask">As the public constructor takes it.</param>
    /// <param name="canFuse">Whether the fused engine may compute it; otherwise operations of the tensor library do.</param>
    internal MaskedFlags(Tensor logits, Tensor? mask, bool canFuse)
        : this(logits, mask, canFuse, captures: false)
    {
    }

    private MaskedFlags(Tensor logits, Tensor? mask, bool canFuse, bool captures)
    {
        Expect.FloatingRows(nameof(MaskedFlags), nameof(logits), logits, "(…, bits)");
        _shape = logits.Size();
        Expect.Mask(nameof(MaskedFlags), nameof(mask), mask, _shape, logits.Place());

        Device = logits.Place();
        if (canFuse && FusedChoices.Fits(logits))
        {
            _fused = FusedChoices.One(_shape[..^1], logits, mask, isFlags: true, captures);
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor values = logits.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? logits.to(ScalarType.Float32) : logits;
        if (canFuse && FusedChoices.Fits(values))
        {
            _fused = FusedChoices.One(_shape[..^1], values, mask, isFlags: true, captures);
        }
        else
        {
            _plain = new PlainFlags(values, captures ? mask?.clone() : mask);
        }

        MoveToOuterDisposeScope(scope);
    }

    /// <summary>The number of bits.</summary>
    public long Bits => _shape[^1];

    /// <summary>The probability of each bit <c>(…, bits)</c>: exactly 0 where masked.</summary>
    public Tensor Probs
    {
        get
        {
            Alive.Require(_isDisposed, this);
            return Plain.Probs;
        }
    }

    private Device Device { get; }

    private PlainFlags Plain
    {
        get
        {
            if (_plain is null or { Probs.IsInvalid: true })
            {
                using DisposeScope scope = NewDisposeScope();
                (Tensor logits, Tensor? mask) = (_fused ?? throw Alive.WithoutScope(this)).Standing(0);
                _plain = new PlainFlags(logits, mask);
                _plain.MoveToOuterDisposeScope(scope);
            }

            return _plain;
        }
    }

    /// <summary>Draws every bit.</summary>
    /// <param name="stream">The random numbers; takes one step of it. Rows are counted over all leading axes.</param>
    /// <param name="temperature">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>
    /// <returns><c>(…, bits)</c> int64, 0 or 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive finite number.</exception>
    public Tensor Sample(RandomStream stream, double temperature = 1)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(stream);
        return Sample(new RowUniforms(stream.Next(temperature), (int)_shape.AsSpan(..^1).Product()), 0);
    }

    /// <summary>The more probable value of each bit; 0 where both are equally probable.</summary>
    /// <returns><c>(…, bits)</c> int64, 0 or 1.</returns>
    public Tensor Mode()
    {
        Alive.Require(_isDisposed, this);
        return _fused is null ? Plain.Mode() : Shaped(_fused.Mode()[0]);
    }

    /// <summary>The joint log-probability of the bits of each row.</summary>
    /// <param name="actions"><c>(…, bits)</c> int64, 0 or 1.</param>
    /// <returns>
    /// <c>(…)</c>; -inf where a masked bit is 1, or where a bit is -1, no action: a row of bits always acts, if only by zeros.
    /// </returns>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bit is neither 0 nor 1, nor -1.</exception>
    public Tensor LogProb(Tensor actions)
    {
        Alive.Require(_isDisposed, this);
        Expect.Actions(nameof(MaskedFlags), nameof(actions), actions, _shape, choices: 2, Device);
        return LogProbOfChecked(actions);
    }

    /// <summary>The entropy of each row: the sum over its legal bits, in nats.</summary>
    /// <returns><c>(…)</c>.</returns>
    public Tensor Entropy()
    {
        Alive.Require(_isDisposed, this);
        return _fused is null ? Plain.Entropy() : _fused.Entropy(null, _ => true);
    }

    /// <summary>The Kullback-Leibler divergence of each row: the sum over its bits, each side under its own mask, in nats.</summary>
    /// <param name="other">q: a distribution of the same rows and bits.</param>
    /// <returns><c>(…)</c>; +inf where <paramref name="other"/> forbids a bit that is legal here.</returns>
    /// <exception cref="MaskShapeException">The other distribution has other rows or bits.</exception>
    public Tensor KlDivergence(MaskedFlags other)
    {
        Alive.Require(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(other);
        Alive.Require(other._isDisposed, other);
        if (!_shape.AsSpan().SequenceEqual(other._shape))
        {
            throw new MaskShapeException(
                nameof(MaskedFlags),
                nameof(other),
                Expect.Text(_shape),
                Expect.Text(other._shape),
                "Compare distributions of the same rows and bits."
            );
        }

        return Plain.KlDivergence(other.Plain);
    }

    /// <summary>Releases the tensors of this distribution.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _fused?.Dispose();
        _plain?.Dispose();
    }

    /// <summary>What it is over.</summary>
    public override string ToString() => RecordText.Of(nameof(MaskedFlags), _isDisposed, ("Rows", Expect.Text(_shape.AsSpan(..^1))),
        ("Bits", Bits));

    Tensor IMaskedChoice.Draw(RowUniforms uniforms, int firstLane) => Sample(uniforms, firstLane);

    Tensor IMaskedChoice.LogProbOfChecked(Tensor actions) => LogProbOfChecked(actions);

    Tensor IMaskedChoice.ProbsAlong(Tensor? actions) => Probs;

    Tensor IMaskedChoice.EntropyAlong(Tensor? actions) => Entropy();

    Tensor IMaskedChoice.KlDivergenceAlong(IMaskedChoice other, Tensor? actions) => KlDivergence((MaskedFlags)other);

    void IMaskedChoice.MoveToOuterDisposeScope(DisposeScope scope) => MoveToOuterDisposeScope(scope);

    private void MoveToOuterDisposeScope(DisposeScope scope)
    {
        _fused?.MoveToOuterDisposeScope(scope);
        _plain?.MoveToOuterDisposeScope(scope);
    }

    private Tensor Sample(RowUniforms uniforms, int firstLane) =>
        _fused is null ? Plain.Sample(uniforms, firstLane) : Shaped(_fused.Sample(uniforms, _ => firstLane)[0]);

    /// <summary>The log-probability of actions whose shape and range are known to fit.</summary>
    private Tensor LogProbOfChecked(Tensor actions) => _fused is null ? Plain.LogProb(actions) : _fused.LogProb([actions], _ => true);

    /// <summary>From one axis of rows to as many as there are.</summary>
    private Tensor Shaped(Tensor rows) => _shape.Length == 2 ? rows : rows.reshape(_shape);
}
