using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>One tensor for every transition that is remembered.</summary>
/// <param name="capacity">The number of rows.</param>
internal sealed class ReplayColumn(int capacity) : IDisposable
{
    private Tensor? _memory;
    private bool _isLeftOut;

    /// <summary>Copies some rows; a member that is null once must always be.</summary>
    /// <param name="first">Where the first goes.</param>
    /// <param name="rows">The rows.</param>
    public void Store(int first, Tensor? rows)
    {
        if (rows is null ? _memory is not null : _isLeftOut)
        {
            throw new ArgumentException("A mask was null at some steps and given at others. Give it always or never.");
        }

        if (rows is null)
        {
            _isLeftOut = true;
            return;
        }

        _memory ??= Take(rows.dtype, rows.shape[1..]);
        using Tensor place = _memory.narrow(0, first, rows.size(0));
        place.copy_(rows);
    }

    /// <summary>Some rows; null where the member was left out.</summary>
    public Tensor? Select(Tensor rows) => _memory?.index_select(0, rows);

    /// <summary>Writes the first rows.</summary>
    public void Save(BinaryWriter writer, int count)
    {
        writer.Write(_isLeftOut);
        writer.Write(_memory is not null);
        if (_memory is null)
        {
            return;
        }

        writer.Write((int)_memory.dtype);
        writer.Write(_memory.dim() - 1);
        foreach (long size in _memory.shape[1..])
        {
            writer.Write(size);
        }

        ReadOnlySpan<byte> numbers = _memory.bytes;
        writer.Write(numbers[..(int)((long)numbers.Length * count / capacity)]);
    }

    /// <summary>Reads what was written.</summary>
    public void Load(BinaryReader reader, int count)
    {
        _isLeftOut = reader.ReadBoolean();
        if (!reader.ReadBoolean())
        {
            return;
        }

        ScalarType type = (ScalarType)reader.ReadInt32();
        long[] shape = new long[reader.ReadInt64()];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = reader.ReadInt64();
        }

        _memory?.Dispose();
        _memory = Take(type, shape);
        Span<byte> numbers = _memory.bytes;
        reader.BaseStream.ReadExactly(numbers[..(int)((long)numbers.Length * count / capacity)]);
    }

    public void Dispose() => _memory?.Dispose();

    private Tensor Take(ScalarType type, long[] shape) => zeros([capacity, .. shape], type).DetachFromDisposeScope();
}
