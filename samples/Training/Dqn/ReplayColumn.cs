using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>One tensor for every transition that is remembered.</summary>
internal sealed class ReplayColumn : IDisposable
{
    private const string LeftOut = "left out";

    private readonly Tensor? _memory;
    private readonly string _layout;
    private readonly int _bytesPerRow;

    /// <summary>An empty column.</summary>
    /// <param name="capacity">The number of rows.</param>
    /// <param name="example">Rows like those that will be stored; null for a member that is left out.</param>
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

    /// <summary>Copies some rows; a member that is null once must always be.</summary>
    /// <param name="first">Where the first goes.</param>
    /// <param name="rows">The rows.</param>
    public void Store(int first, Tensor? rows)
    {
        if (rows is null != _memory is null)
        {
            throw new ArgumentException("A mask was null at some steps and given at others. Give it always or never.");
        }

        if (rows is not null)
        {
            using Tensor place = _memory!.narrow(0, first, rows.size(0));
            place.copy_(rows);
        }
    }

    /// <summary>Some rows; null where the member was left out.</summary>
    public Tensor? Select(Tensor rows) => _memory?.index_select(0, rows);

    /// <summary>Writes the first rows.</summary>
    public void Save(BinaryWriter writer, int count)
    {
        writer.Write(_layout);
        writer.Write(Rows(count));
    }

    /// <summary>Reads what was written, without storing it.</summary>
    /// <returns>The rows, for <see cref="Restore"/>.</returns>
    /// <exception cref="CheckpointException">They are of other shapes or element types.</exception>
    public byte[] Read(BinaryReader reader, int count)
    {
        CheckpointException.Require("what is remembered of a transition:", _layout, reader.ReadText("the layout of what is remembered"));
        byte[] rows = new byte[Rows(count).Length];
        reader.ReadExactly(rows);
        return rows;
    }

    /// <summary>Stores the first rows.</summary>
    public void Restore(byte[] rows) => rows.CopyTo(Rows(_bytesPerRow == 0 ? 0 : rows.Length / _bytesPerRow));

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();

    private Span<byte> Rows(int count) => count == 0 || _bytesPerRow == 0 ? [] : _memory!.bytes[..(count * _bytesPerRow)];
}
