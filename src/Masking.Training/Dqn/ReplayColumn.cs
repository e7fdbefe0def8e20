using static TorchSharp.torch;

namespace Masking.Training;

/// <summary>One tensor member of the transitions in a replay buffer, with one row per transition.</summary>
internal sealed class ReplayColumn : IDisposable
{
    private const string LeftOut = "left out";

    private readonly Tensor? _memory;
    private readonly string _layout;
    private readonly int _bytesPerRow;

    /// <summary>Creates an empty column.</summary>
    /// <param name="capacity">The number of rows.</param>
    /// <param name="example">An example of the rows that will be stored; null for a member that is always null.</param>
    public ReplayColumn(int capacity, Tensor? example)
    {
        if (example is null)
        {
            _layout = LeftOut;
            return;
        }

        long[] shape = example.shape[1..];
        _memory = zeros([capacity, .. shape], example.dtype).DetachFromDisposeScope();
        _layout = $"({string.Join(", ", shape)}) {example.dtype.ToString().ToLowerInvariant()}";
        _bytesPerRow = checked((int)(_memory.numel() / capacity * _memory.element_size()));
    }

    /// <summary>Stores consecutive rows.</summary>
    /// <param name="first">The index of the first row.</param>
    /// <param name="rows">The rows; null exactly if the example was null.</param>
    /// <exception cref="ArgumentException">The rows are null and the example was not, or the reverse.</exception>
    public void Store(int first, Tensor? rows)
    {
        if (rows is null != _memory is null)
        {
            throw new ArgumentException(
                "Expected a mask that is null at every step or at none, got one that is null at some steps. Pass it always or never."
            );
        }

        if (rows is not null)
        {
            using Tensor target = _memory!.narrow(0, first, rows.size(0));
            target.copy_(rows);
        }
    }

    /// <summary>Returns the rows with the given indices; null if the member is always null.</summary>
    public Tensor? Select(Tensor rows) => _memory?.index_select(0, rows);

    /// <summary>Writes the first rows.</summary>
    public void Save(BinaryWriter writer, int count)
    {
        writer.Write(_layout);
        writer.Write(Rows(count));
    }

    /// <summary>Reads the rows written by <see cref="Save"/> without storing them.</summary>
    /// <returns>The rows, for <see cref="Restore"/>.</returns>
    /// <exception cref="CheckpointException">The rows have another shape or element type.</exception>
    public byte[] Read(BinaryReader reader, int count)
    {
        CheckpointException.RequireEqual("replay buffer member", _layout, reader.ReadString("the layout of a replay buffer member"));
        byte[] rows = new byte[Rows(count).Length];
        reader.ReadExactly(rows);
        return rows;
    }

    /// <summary>Stores the rows returned by <see cref="Read"/> as the first rows.</summary>
    public void Restore(byte[] rows) => rows.CopyTo(Rows(_bytesPerRow == 0 ? 0 : rows.Length / _bytesPerRow));

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();

    private Span<byte> Rows(int count) => count == 0 || _bytesPerRow == 0 ? [] : _memory!.bytes[..(count * _bytesPerRow)];
}
