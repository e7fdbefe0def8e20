using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <inheritdoc/>
/// <typeparam name="T">The element type of its tensors.</typeparam>
/// <param name="shape">The sizes of its rows.</param>
/// <param name="type">The element type, which is <typeparamref name="T"/>.</param>
/// <param name="absent">What padding is filled with.</param>
internal abstract class RolloutMember<T>(RolloutShape shape, ScalarType type, T absent) : RolloutMember where T : unmanaged
{
    private readonly bool[] _isGiven = new bool[shape.Steps];
    private readonly T[] _row = new T[shape.Room];

    public sealed override void Store(int step, Tensor? tensor, ReadOnlySpan<long> sizes)
    {
        shape.Store(step, sizes);
        _isGiven[step] = tensor is not null;
        if (tensor is null)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<T> values = HostMemory.Read<T>(tensor);
        int length = shape.At(step).Product();
        for (int environment = 0; environment < shape.Environments; environment++)
        {
            Write((step * shape.Environments) + environment, values.Slice(environment * length, length));
        }
    }

    public sealed override Tensor? Gather(ReadOnlySpan<int> rows, ReadOnlySpan<long> leading)
    {
        if (!AnyGiven(rows))
        {
            return null;
        }

        int[] sizes = shape.Around(rows);
        int length = sizes.AsSpan().Product();
        RequireOneTensor(rows.Length, length);
        Tensor tensor = empty([.. leading, .. sizes.Select(size => (long)size)], type);
        Span<T> memory = tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
        for (int i = 0; i < rows.Length; i++)
        {
            Gather(rows[i], memory.Slice(i * length, length), sizes);
        }

        return tensor;
    }

    /// <summary>The sizes of its rows.</summary>
    protected RolloutShape Shape => shape;

    /// <summary>Whether the member was given at a step, and not left out.</summary>
    protected bool IsGiven(int step) => _isGiven[step];

    /// <summary>Keeps one row.</summary>
    /// <param name="row">Which one.</param>
    /// <param name="values">As many as its sizes at this step say, row-major.</param>
    protected abstract void Write(int row, ReadOnlySpan<T> values);

    /// <summary>Reads as much of a row as there is room for.</summary>
    protected abstract void Read(int row, Span<T> values);

    /// <summary>What a row holds at a step at which the member was left out.</summary>
    protected virtual T LeftOut => absent;

    private void Gather(int row, Span<T> target, ReadOnlySpan<int> sizes)
    {
        int step = row / shape.Environments;
        ReadOnlySpan<int> ofRow = shape.At(step);
        bool isWhole = ofRow.SequenceEqual(sizes);
        Span<T> values = isWhole ? target : _row.AsSpan(0, ofRow.Product());
        if (_isGiven[step])
        {
            Read(row, values);
        }
        else
        {
            values.Fill(LeftOut);
        }

        if (!isWhole)
        {
            target.Fill(absent);
            Padding.Copy(values, ofRow, target, sizes);
        }
    }

    private bool AnyGiven(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (_isGiven[row / shape.Environments])
            {
                return true;
            }
        }

        return false;
    }

    private void RequireOneTensor(long rows, long length)
    {
        if (rows * length * Unsafe.SizeOf<T>() > int.MaxValue)
        {
            throw new InvalidOperationException(
                $"{shape.Name}: expected at most {int.MaxValue} bytes in one tensor, got {rows} rows of {length * Unsafe.SizeOf<T>()}. Take more minibatches."
            );
        }
    }
}
