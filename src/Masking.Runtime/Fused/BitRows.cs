using Masking.Kernels;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Rows of independent bits.</summary>
internal sealed class BitRows : FusedRows
{
    private readonly double _temperature = 1;
    private float[] _logits;
    private bool[] _mask;

    public BitRows(in MaskedLogits source, int count, int[]? rows, int[]? maskRows, bool isKept)
        : base(count, source.Width, isKept)
    {
        _logits = Take<float>(count * Width);
        _mask = source.Mask.IsEmpty ? [] : Take<bool>(count * Width);
        for (int i = 0; i < count; i++)
        {
            int row = rows is null ? i : rows[i];
            source.LogitsOf(row).CopyTo(_logits.AsSpan(i * Width, Width));
            source.FlagsOf(maskRows is null ? row : maskRows[i]).CopyTo(_mask.AsSpan(_mask.Length == 0 ? 0 : i * Width));
        }
    }

    private BitRows(BitRows rows, double temperature)
        : base(rows.Count, rows.Width, isKept: true) => (_logits, _mask, _temperature) = (rows._logits, rows._mask, temperature);

    public override int Numbers => Width;

    public override FusedRows At(double temperature) => new BitRows(this, temperature);

    public override void Draw(int index, ReadOnlySpan<double> uniforms, Span<long> action) => Bits.Draw(LogitsOf(index), MaskOf(index), _temperature, uniforms, action);

    public override void Greatest(int index, Span<long> action) => Bits.Greatest(LogitsOf(index), MaskOf(index), action);

    public override float LogProb(int index, ReadOnlySpan<long> action) => Bits.LogProb(LogitsOf(index), MaskOf(index), action);

    public override float Entropy(int index) => Bits.Entropy(LogitsOf(index), MaskOf(index));

    public override void AddLogProbGradient(int index, ReadOnlySpan<long> action, float gradient, Span<float> result)
    {
        if (!float.IsNegativeInfinity(LogProb(index, action)))
        {
            Bits.AddLogProbGradient(LogitsOf(index), MaskOf(index), action, gradient, result);
        }
    }

    public override void AddEntropyGradient(int index, float entropy, float gradient, Span<float> result) => Bits.AddEntropyGradient(LogitsOf(index), MaskOf(index), gradient, result);

    public override (Tensor Logits, Tensor? Mask) Standing(long[] shape, bool isMasked)
    {
        Tensor logits = HostMemory.Create(shape, ScalarType.Float32, out Span<float> numbers);
        _logits.AsSpan(0, numbers.Length).CopyTo(numbers);
        if (!isMasked)
        {
            return (logits, null);
        }

        Tensor mask = HostMemory.Create(shape, ScalarType.Bool, out Span<bool> flags);
        _mask.AsSpan(0, flags.Length).CopyTo(flags);
        return (logits, mask);
    }

    public override void Release()
    {
        Return(ref _logits);
        Return(ref _mask);
    }

    private ReadOnlySpan<float> LogitsOf(int index) => _logits.AsSpan(index * Width, Width);

    private ReadOnlySpan<bool> MaskOf(int index) => _mask.Length == 0 ? default : _mask.AsSpan(index * Width, Width);
}
