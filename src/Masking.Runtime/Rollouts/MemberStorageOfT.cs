using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <inheritdoc/>
/// <typeparam name="T">The element type of the tensors.</typeparam>
/// <param name="shapes">The shapes of the rows.</param>
/// <param name="type">The element type of the tensors, which corresponds to <typeparamref name="T"/>.</param>
/// <param name="padding">The value of padding.</param>
internal abstract class MemberStorage<T>(RowShapes shapes, ScalarType type, T padding) : MemberStorage where T : unmanaged
{
    private readonly bool[] _hasTensor = new bool[shapes.Steps];
    private readonly T[] _row = new T[shapes.Capacity];

    public sealed override void Store(int step, Tensor? tensor, ReadOnlySpan<long> sizes)
    {
        shapes.Store(step, sizes);
        _hasTensor[step] = tensor is not null;
        if (tensor is null)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        ReadOnlySpan<T> values = HostMemory.Read<T>(tensor);
        int length = shapes.At(step).Product();
        for (int environment = 0; environment < shapes.Environments; environment++)
        {
            Write((step * shapes.Environments) + environment, values.Slice(environment * length, length));
        }
    }

    public sealed override void Save(BinaryWriter writer)
    {
        for (int step = 0; step < shapes.Steps; step++)
        {
            shapes.Save(writer, step);
            writer.Write(_hasTensor[step]);
            for (int environment = 0; _hasTensor[step] && environment < shapes.Environments; environment++)
            {
                writer.Write(Packed((step * shapes.Environments) + environment, shapes.At(step).Product()));
            }
        }
    }

    public sealed override void Load(BinaryReader reader, int first, int count)
    {
        for (int step = 0; step < shapes.Steps; step++)
        {
            shapes.Load(reader, step, isKnown: first > 0);
            int length = shapes.At(step).Product();
            bool hasTensor = reader.ReadBoolean();
            _hasTensor[step] = hasTensor || (first > 0 && _hasTensor[step]);
            for (int environment = first; environment < first + count; environment++)
            {
                int row = (step * shapes.Environments) + environment;
                if (hasTensor)
                {
                    reader.ReadExactly(Packed(row, length));
                }
                else
                {
                    // Other environments may have a tensor at this step.
                    FillNull(_row.AsSpan(0, length));
                    Write(row, _row.AsSpan(0, length));
                }
            }
        }
    }

    public sealed override Tensor? Gather(ReadOnlySpan<int> rows, ReadOnlySpan<long> leading)
    {
        if (!AnyHasTensor(rows))
        {
            return null;
        }

        int[] sizes = shapes.MaxSizes(rows);
        int length = sizes.AsSpan().Product();
        RequireTensorSize(rows.Length, length);
        Tensor tensor = empty([.. leading, .. sizes.Select(size => (long)size)], type);
        Span<T> memory = tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
        for (int i = 0; i < rows.Length; i++)
        {
            Gather(rows[i], memory.Slice(i * length, length), sizes);
        }

        return tensor;
    }

    /// <summary>The shapes of the rows.</summary>
    protected RowShapes Shapes => shapes;

    /// <summary>Whether the member was not null at a step.</summary>
    protected bool HasTensor(int step) => _hasTensor[step];

    /// <summary>Stores one row.</summary>
    /// <param name="row">The index of the row.</param>
    /// <param name="values">The values, row-major; their number is given by the shape of the row.</param>
    protected abstract void Write(int row, ReadOnlySpan<T> values);

    /// <summary>Reads the values of a row until the destination is full.</summary>
    protected abstract void Read(int row, Span<T> values);

    /// <summary>Returns the memory of a row.</summary>
    /// <param name="row">The index of the row.</param>
    /// <param name="length">The number of values of the row.</param>
    protected abstract Span<byte> Packed(int row, int length);

    /// <summary>Sets the elements of a row if the member was null at the step.</summary>
    protected virtual void FillNull(Span<T> values) => values.Fill(padding);

    private void Gather(int row, Span<T> target, ReadOnlySpan<int> sizes)
    {
        int step = row / shapes.Environments;
        ReadOnlySpan<int> rowSizes = shapes.At(step);
        bool isFullSize = rowSizes.SequenceEqual(sizes);
        Span<T> values = isFullSize ? target : _row.AsSpan(0, rowSizes.Product());
        if (_hasTensor[step])
        {
            Read(row, values);
        }
        else
        {
            FillNull(values);
        }

        if (!isFullSize)
        {
            target.Fill(padding);
            Padding.Copy(values, rowSizes, target, sizes);
        }
    }

    private bool AnyHasTensor(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if (_hasTensor[row / shapes.Environments])
            {
                return true;
            }
        }

        return false;
    }

    private void RequireTensorSize(long rows, long length)
    {
        long rowBytes = length * Unsafe.SizeOf<T>();
        if (rows * rowBytes > int.MaxValue)
        {
            throw new InvalidOperationException(
                $"{shapes.Name}: expected at most {int.MaxValue} bytes in one tensor, got {rows} rows of {rowBytes} bytes. "
                    + "Use more minibatches."
            );
        }
    }
}
