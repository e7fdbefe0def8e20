using System.Buffers;
using Masking.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Categorical distributions in host memory: one pass over logits and mask, without an operation of the tensor library. For float32 on the CPU.
/// </summary>
internal sealed class FusedCategorical : ICategoricalEngine
{
    private readonly FusedRows _rows;

    // Made when they are asked for; a dispose scope that they were made in may have taken them.
    private PlainCategorical? _plain;
    private Tensor? _probs;
    private Tensor? _logProbs;
    private Tensor? _mask;

    public FusedCategorical(Tensor logits, Tensor? mask, long[] rowShape) => _rows = new FusedRows(logits, mask, rowShape);

    public Tensor Probs => Plain?.Probs
        ?? Made(ref _probs, static (rows, numbers) => MaskedSoftmax.Probabilities(rows.Exponentials, rows.Totals, numbers));

    public Tensor LogProbs => Plain?.LogProbs
        ?? Made(ref _logProbs, static (rows, numbers) => MaskedSoftmax.LogProbabilities(rows.Shifted, rows.Totals, numbers));

    public Tensor? Mask => _mask is null or { IsInvalid: true } ? _mask = _rows.Mask() : _mask;

    /// <summary>What has probabilities with a gradient; null where none is wanted.</summary>
    private PlainCategorical? Plain =>
        _rows.Logits is null ? null
        : _plain is null or { Probs.IsInvalid: true } ? _plain = new PlainCategorical(_rows.Logits, Mask)
        : _plain;

    private IEnumerable<Tensor> Owned => new[] { _rows.Logits, _probs, _logProbs, _mask }.OfType<Tensor>().Where(tensor => !tensor.IsInvalid);

    /// <summary>Whether it can compute with such logits.</summary>
    public static bool Fits(Tensor logits) => logits.is_cpu() && logits.dtype == ScalarType.Float32;

    public Tensor Sample(double[] uniforms, double temperature)
    {
        Tensor choices = HostMemory.Create(_rows.RowShape, ScalarType.Int64, out Span<long> drawn);
        if (temperature == 1)
        {
            InverseCdf.Draw(_rows.Exponentials, _rows.Totals, uniforms, drawn);
            return choices;
        }

        int size = _rows.Shifted.Length;
        float[] rented = ArrayPool<float>.Shared.Rent(size + _rows.Count);
        Span<float> weights = rented.AsSpan(0, size);
        Span<float> totals = rented.AsSpan(size, _rows.Count);
        MaskedSoftmax.Temper(_rows.Shifted, temperature, weights, totals);
        InverseCdf.Draw(weights, totals, uniforms, drawn);
        ArrayPool<float>.Shared.Return(rented);
        return choices;
    }

    public Tensor Mode()
    {
        Tensor choices = HostMemory.Create(_rows.RowShape, ScalarType.Int64, out Span<long> greatest);
        MaskedSoftmax.Greatest(_rows.Shifted, _rows.Totals, greatest);
        return choices;
    }

    public Tensor LogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<long> chosen = HostMemory.Read<long>(actions);
        if (_rows.Logits is not null)
        {
            return FusedGradients.LogProb(_rows, chosen.ToArray()).MoveToOuterDisposeScope();
        }

        Tensor logProbs = HostMemory.Create(_rows.RowShape, ScalarType.Float32, out Span<float> numbers);
        MaskedSoftmax.LogProb(_rows.Shifted, _rows.Totals, chosen, numbers);
        return logProbs.MoveToOuterDisposeScope();
    }

    public Tensor Entropy()
    {
        if (_rows.Logits is not null)
        {
            return FusedGradients.Entropy(_rows);
        }

        Tensor entropies = HostMemory.Create(_rows.RowShape, ScalarType.Float32, out Span<float> numbers);
        MaskedSoftmax.Entropies(_rows.Shifted, _rows.Exponentials, _rows.Totals, numbers);
        return entropies;
    }

    public void MoveToOuterDisposeScope(DisposeScope scope)
    {
        foreach (Tensor tensor in Owned)
        {
            scope.MoveToOuter(tensor);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in Owned)
        {
            tensor.Dispose();
        }

        _plain?.Dispose();
        _rows.Release();
    }

    private Tensor Made(ref Tensor? made, Kernel fill)
    {
        if (made is null or { IsInvalid: true })
        {
            made = HostMemory.Create([.. _rows.RowShape, _rows.Width], ScalarType.Float32, out Span<float> numbers);
            fill(_rows, numbers);
        }

        return made;
    }

    private delegate void Kernel(FusedRows rows, Span<float> numbers);
}
