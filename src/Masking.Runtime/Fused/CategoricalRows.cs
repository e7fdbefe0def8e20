using Masking.Kernels;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Normalised rows, of each of which one choice is taken.</summary>
internal sealed class CategoricalRows : FusedRows
{
    private readonly bool _isKept;
    private float[] _shifted;
    private float[] _exponentials;
    private float[] _totals;

    public CategoricalRows(in MaskedLogits source, int count, int[]? rows, int[]? maskRows, bool isKept)
        : this(count, source.Width, isKept) => MaskedSoftmax.Normalise(source, rows, maskRows, Shifted, Exponentials, Totals);

    private CategoricalRows(int count, int width, bool isKept)
        : base(count, width, isKept)
    {
        _isKept = isKept;
        _shifted = Take<float>(count * width);
        _exponentials = Take<float>(count * width);
        _totals = Take<float>(count);
    }

    public override int Numbers => 1;

    /// <summary>For every legal choice its logit less the greatest of its row; -inf where masked.</summary>
    public Span<float> Shifted => _shifted.AsSpan(0, Count * Width);

    /// <summary>Their exponentials.</summary>
    public Span<float> Exponentials => _exponentials.AsSpan(0, Count * Width);

    /// <summary>The sum of the exponentials of every row.</summary>
    public Span<float> Totals => _totals.AsSpan(0, Count);

    /// <summary>The exponentials of one row.</summary>
    public ReadOnlySpan<float> ExponentialsOf(int index) => _exponentials.AsSpan(index * Width, Width);

    public override FusedRows At(double temperature)
    {
        CategoricalRows tempered = new(Count, Width, _isKept);
        MaskedSoftmax.Temper(Shifted, temperature, tempered.Exponentials, tempered.Totals);
        return tempered;
    }

    public override void Draw(int index, ReadOnlySpan<double> uniforms, Span<long> action) =>
        action[0] = InverseCdf.Draw(ExponentialsOf(index), _totals[index], uniforms[0]);

    public override void Greatest(int index, Span<long> action) => action[0] = Categorical.Greatest(ShiftedOf(index), _totals[index]);

    public override float LogProb(int index, ReadOnlySpan<long> action) => Categorical.LogProb(ShiftedOf(index), _totals[index], action[0]);

    public override float Entropy(int index) => Categorical.Entropy(ShiftedOf(index), ExponentialsOf(index), _totals[index]);

    public override void AddLogProbGradient(int index, ReadOnlySpan<long> action, float gradient, Span<float> result) =>
        Categorical.AddLogProbGradient(ShiftedOf(index), ExponentialsOf(index), _totals[index], action[0], gradient, result);

    public override void AddEntropyGradient(int index, float entropy, float gradient, Span<float> result) =>
        Categorical.AddEntropyGradient(ShiftedOf(index), ExponentialsOf(index), _totals[index], entropy, gradient, result);

    /// <summary>Adds the gradient of <c>Σ p v</c> of one row to that of its logits.</summary>
    public void AddExpectationGradient(int index, ReadOnlySpan<float> values, float gradient, Span<float> result) =>
        Categorical.AddExpectationGradient(ExponentialsOf(index), _totals[index], values, gradient, result);

    /// <summary>The expectation <c>Σ p v</c> of one row; 0 where nothing is legal.</summary>
    public float Expectation(int index, ReadOnlySpan<float> values) =>
        _totals[index] > 0 ? Categorical.Expectation(ExponentialsOf(index), values) / _totals[index] : 0;

    /// <summary>Adds the probabilities of one row, times a weight.</summary>
    public void AddProbs(int index, float weight, Span<float> result) => Categorical.AddProbs(ExponentialsOf(index), _totals[index], weight, result);

    public override (Tensor Logits, Tensor? Mask) Standing(long[] shape, bool isMasked)
    {
        Tensor logits = HostMemory.Create(shape, ScalarType.Float32, out Span<float> numbers);
        Shifted.CopyTo(numbers);
        return (logits, isMasked ? logits.ne(Scalars.NegativeInfinity) : null);
    }

    public override void Release()
    {
        Return(ref _shifted);
        Return(ref _exponentials);
        Return(ref _totals);
    }

    private ReadOnlySpan<float> ShiftedOf(int index) => _shifted.AsSpan(index * Width, Width);
}
