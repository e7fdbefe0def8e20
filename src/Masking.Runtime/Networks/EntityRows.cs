using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// Converts the entities of a batch of sets between three layouts: <em>slots</em> <c>(batch, entities, …)</c>, the layout of the
/// observation; <em>rows</em> <c>(rows, …)</c> of the present entities, for layers that work on each entity; and padded <em>positions</em>
/// <c>(batch, Width, …)</c>, for attention, where Width is at least the number of entities of the largest set.
/// </summary>
/// <remarks>Its tensors join the current dispose scope.</remarks>
internal sealed class EntityRows
{
    // The softmax of the native attention computes vectors of 16 keys, or of 8 on processors without AVX-512, and the keys that remain one
    // by one. More than half a vector of them takes longer than a whole one.
    private const int Vector = 16;

    // In smaller batches, equally large sets are faster without the mask that padding needs.
    private const int LeastMaskedBatch = 8;

    private readonly Tensor _present;           // (batch, entities)
    private readonly Tensor? _slotOfRow;        // (rows): the index in (batch · entities); null if every slot has a row
    private readonly Tensor? _rowOfPosition;    // (batch · Width): the row of each position; null if rows and positions are the same
    private readonly Tensor? _positionOfRow;    // (rows): the inverse
    private readonly long _batch;
    private readonly long _slots;

    private EntityRows(Tensor present, Tensor? filled)
    {
        _present = present;
        (_batch, _slots) = (present.size(0), present.size(1));
        (Width, Filled) = (_slots, filled);
    }

    private EntityRows(Tensor present, ReadOnlySpan<bool> flags, ReadOnlySpan<int> counts, int rows, int width)
    {
        _present = present;
        (_batch, _slots, Width) = (present.size(0), present.size(1), width);
        _slotOfRow = HostMemory.CreateFrom(Presence.IndicesOf(flags), slot => slot);
        if (rows == _batch * width)
        {
            return;
        }

        _rowOfPosition = HostMemory.Create([_batch * width], ScalarType.Int64, out Span<long> rowOfPosition);
        _positionOfRow = HostMemory.Create([rows], ScalarType.Int64, out Span<long> positionOfRow);
        Filled = HostMemory.Create([_batch, width], ScalarType.Bool, out Span<bool> filled);
        int row = 0;
        for (int set = 0; set < counts.Length; set++)
        {
            // A set is padded with one of its own entities, so that NaN does not spread to other sets.
            int last = Math.Clamp(row + counts[set] - 1, 0, rows - 1);
            for (int position = 0; position < width; position++)
            {
                bool isFilled = position < counts[set];
                filled[(set * width) + position] = isFilled;
                rowOfPosition[(set * width) + position] = isFilled ? row : last;
                if (isFilled)
                {
                    positionOfRow[row++] = (set * width) + position;
                }
            }
        }
    }

    /// <summary>
    /// The number of positions of each set: the number of slots, or of entities of the largest set, rounded up to whole vectors where
    /// attention is faster with them.
    /// </summary>
    public long Width { get; }

    /// <summary><c>(batch, Width)</c> bool: the positions that contain an entity; null if all do.</summary>
    public Tensor? Filled { get; }

    /// <summary>Whether all sets have the same positive number of present entities. Rows and positions are then the same.</summary>
    public bool HasEqualCounts => Filled is null && Width > 0;

    /// <summary>As <see cref="Filled"/>, but a tensor of ones instead of null.</summary>
    public Tensor FilledOrOnes => Filled ?? ones([_batch, Width], ScalarType.Bool, _present.GetDevice());

    /// <summary>Creates the rows of a batch of sets.</summary>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <remarks>
    /// On other devices than the CPU every slot has a row, because counting the present entities would wait for the device.
    /// </remarks>
    public static EntityRows Of(Tensor present) => present.is_cpu() ? OfPresent(present) : OfAllSlots(present);

    /// <summary>Creates the rows of a batch of sets, with as many positions as attention is fastest with.</summary>
    /// <inheritdoc cref="Of"/>
    public static EntityRows ForAttention(Tensor present) =>
        present.is_cpu() ? OfPresent(present, forAttention: true) : OfAllSlots(present);

    /// <summary>Creates a row for every slot. Absent entities are masked.</summary>
    internal static EntityRows OfAllSlots(Tensor present) => new(present, MaskCapture.ForBackward(present));

    /// <summary>
    /// Creates a row for every present entity. This is faster than masking if more than one in twenty entities is absent.
    /// </summary>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="forAttention">Whether there may be more positions than the largest set has entities.</param>
    internal static EntityRows OfPresent(Tensor present, bool forAttention = false)
    {
        ReadOnlySpan<bool> flags = HostMemory.Read<bool>(present);
        int slots = (int)present.size(1);
        Span<int> counts = new int[present.size(0)];
        (int rows, int width) = (0, 0);
        for (int set = 0; set < counts.Length; set++)
        {
            counts[set] = Presence.Count(flags.Slice(set * slots, slots));
            rows += counts[set];
            width = Math.Max(width, counts[set]);
        }

        bool mayPad = forAttention && (rows < counts.Length * width || counts.Length >= LeastMaskedBatch);
        int positions = mayPad ? WholeVectors(width) : width;
        return rows == flags.Length && positions == width
            ? new EntityRows(present, filled: null)
            : new EntityRows(present, flags, counts, rows, positions);
    }

    /// <summary>Converts slots to rows. Absent entities affect no row and receive no gradient.</summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <returns><c>(rows, features)</c>.</returns>
    public Tensor Pack(Tensor entities)
    {
        long features = entities.size(2);
        if (_slotOfRow is not null)
        {
            return entities.reshape(_batch * _slots, features).index_select(0, _slotOfRow);
        }

        // The entities are copied even if all are present, because results may be rounded differently for another memory alignment.
        return (Filled is null ? entities.clone() : ZeroAbsent(entities)).reshape(_batch * _slots, features);
    }

    /// <summary>Converts rows to slots.</summary>
    /// <param name="rows"><c>(rows, features)</c>.</param>
    /// <returns><c>(batch, entities, features)</c>; 0 for absent entities.</returns>
    public Tensor Unpack(Tensor rows)
    {
        long features = rows.size(1);
        return _slotOfRow is null
            ? ZeroAbsent(rows.view(_batch, _slots, features))
            : zeros(_batch * _slots, features, rows.dtype, rows.GetDevice())
                .index_copy_(0, _slotOfRow, rows)
                .view(_batch, _slots, features);
    }

    /// <summary>Converts rows to positions.</summary>
    /// <param name="rows"><c>(rows, features)</c>.</param>
    /// <returns><c>(batch, Width, features)</c>. Positions that are not <see cref="Filled"/> contain the features of some entity.</returns>
    public Tensor Pad(Tensor rows) =>
        (_rowOfPosition is null ? rows : rows.index_select(0, _rowOfPosition)).view(_batch, Width, rows.size(1));

    /// <summary>Converts positions to rows.</summary>
    /// <param name="padded"><c>(batch, Width, …)</c>.</param>
    /// <param name="features">The number of features of each entity.</param>
    /// <returns><c>(rows, features)</c>.</returns>
    public Tensor Unpad(Tensor padded, long features)
    {
        Tensor positions = padded.reshape(_batch * Width, features);
        return _positionOfRow is null ? positions : positions.index_select(0, _positionOfRow);
    }

    /// <summary>Converts a sight mask from slots to positions.</summary>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool.</param>
    /// <returns><c>(batch, Width, Width)</c> bool.</returns>
    public Tensor PadSight(Tensor sight)
    {
        if (_slotOfRow is null)
        {
            return MaskCapture.ForBackward(sight);
        }

        using Scalar slots = _slots;
        Tensor slotOfPosition = _rowOfPosition is null ? _slotOfRow : _slotOfRow.index_select(0, _rowOfPosition);
        Tensor visible = slotOfPosition.remainder(slots).view(_batch, 1, Width).expand(_batch, Width, Width);
        return sight.reshape(_batch * _slots, _slots).index_select(0, slotOfPosition).view(_batch, Width, _slots).gather(2, visible);
    }

    /// <summary>The entities in a layout that can be pooled: it contains each entity once, and zeros otherwise.</summary>
    /// <param name="rows"><c>(rows, features)</c>.</param>
    /// <param name="unpacked">The result of <see cref="Unpack"/> for the rows, if it was computed already.</param>
    /// <returns><c>(batch, positions or slots, features)</c>.</returns>
    public Tensor PoolingInput(Tensor rows, Tensor? unpacked = null) => HasEqualCounts ? Pad(rows) : unpacked ?? Unpack(rows);

    /// <summary>The mean over the present entities of each set.</summary>
    /// <param name="poolingInput">The result of <see cref="PoolingInput"/>.</param>
    /// <returns><c>(batch, features)</c>; 0 for an empty set.</returns>
    public Tensor Mean(Tensor poolingInput) =>
        HasEqualCounts ? poolingInput.mean([1]) : poolingInput.sum(1).div(_present.sum(1, keepdim: true).clamp_min(Scalars.One));

    /// <summary>Rounds up to whole vectors, unless half a vector or less remains.</summary>
    private static int WholeVectors(int width) =>
        width % Vector > Vector / 2 ? (width + Vector - 1) / Vector * Vector : width;

    /// <summary>Replaces absent entities by zeros, through which no gradient flows.</summary>
    private Tensor ZeroAbsent(Tensor entities) => Filled is null ? entities : MaskedPooling.ZeroAbsent(entities, Filled);
}
