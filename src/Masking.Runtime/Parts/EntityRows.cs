using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// The entities of a batch of sets in the three ways that encoders need them: in the slots that they came in, <c>(batch, entities, …)</c>; packed, <c>(rows, …)</c>, for
/// whatever is done to each by itself; and padded, <c>(batch, Width, …)</c>, for what they do together, no wider than the fullest set is.
/// </summary>
/// <remarks>Its tensors join the dispose scope in which it is made.</remarks>
internal sealed class EntityRows
{
    /// <summary>
    /// The share of present entities up to which rows of the present alone are faster than rows of all slots, where sets differ in size: moving rows takes as long as a
    /// few operations on them.
    /// </summary>
    private const double MostPacked = 0.85;

    private readonly Tensor _present;           // (batch, entities)
    private readonly Tensor? _slotOfRow;        // (rows): place in (batch * entities); null: every slot has a row
    private readonly Tensor? _rowOfPlace;       // (batch * Width): the row in each place of the padded; null: rows are places
    private readonly Tensor? _placeOfRow;       // (rows): the reverse
    private readonly long _batch;
    private readonly long _slots;
    private readonly long _rows;

    /// <summary>A row for every slot.</summary>
    private EntityRows(Tensor present, Tensor? filled)
    {
        _present = present;
        (_batch, _slots) = (present.size(0), present.size(1));
        (_rows, Width, Filled) = (_batch * _slots, _slots, filled);
    }

    /// <summary>A row for every present entity.</summary>
    private EntityRows(Tensor present, ReadOnlySpan<bool> flags, ReadOnlySpan<int> counts, int rows, int width)
    {
        _present = present;
        (_batch, _slots, _rows, Width) = (present.size(0), present.size(1), rows, width);
        _slotOfRow = HostMemory.Create([rows], ScalarType.Int64, out Span<long> slotOfRow);
        Find(flags, slotOfRow);
        if (rows == _batch * width)
        {
            return;
        }

        _rowOfPlace = HostMemory.Create([_batch * width], ScalarType.Int64, out Span<long> rowOfPlace);
        _placeOfRow = HostMemory.Create([rows], ScalarType.Int64, out Span<long> placeOfRow);
        Filled = HostMemory.Create([_batch, width], ScalarType.Bool, out Span<bool> filled);
        int row = 0;
        for (int set = 0; set < counts.Length; set++)
        {
            // What pads a set is an entity of it, so that numbers which are none stay in the set that they came in.
            int last = Math.Clamp(row + counts[set] - 1, 0, rows - 1);
            for (int place = 0; place < width; place++)
            {
                bool isFilled = place < counts[set];
                filled[(set * width) + place] = isFilled;
                rowOfPlace[(set * width) + place] = isFilled ? row : last;
                if (isFilled)
                {
                    placeOfRow[row++] = (set * width) + place;
                }
            }
        }
    }

    /// <summary>The number of places of the padded: that of the fullest set's entities, or of slots.</summary>
    public long Width { get; }

    /// <summary><c>(batch, Width)</c> bool: which places of the padded hold an entity; null: all.</summary>
    public Tensor? Filled { get; }

    /// <summary>The entities that are present.</summary>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    public static EntityRows Of(Tensor present)
    {
        if (!present.is_cpu())
        {
            // To count the present would have to wait for the device.
            return new EntityRows(present, present);
        }

        ReadOnlySpan<bool> flags = HostMemory.Read<bool>(present);
        int slots = (int)present.size(1);
        Span<int> counts = new int[present.size(0)];
        (int rows, int width) = (0, 0);
        for (int set = 0; set < counts.Length; set++)
        {
            counts[set] = flags.Slice(set * slots, slots).Count(true);
            rows += counts[set];
            width = Math.Max(width, counts[set]);
        }

        if (rows == flags.Length)
        {
            return new EntityRows(present, filled: null);
        }

        bool differ = rows < counts.Length * width;
        return differ && rows > MostPacked * flags.Length ? new EntityRows(present, present) : new EntityRows(present, flags, counts, rows, width);
    }

    /// <summary>From slots to rows. What absent entities hold comes along in none, nor does any gradient reach it.</summary>
    /// <param name="entities"><c>(batch, entities, numbers)</c>.</param>
    /// <returns><c>(rows, numbers)</c>.</returns>
    public Tensor Pack(Tensor entities)
    {
        Tensor slots = (_slotOfRow is null ? Blanked(entities) : entities).reshape(_batch * _slots, entities.size(2));
        return _slotOfRow is null ? slots : slots.index_select(0, _slotOfRow);
    }

    /// <summary>From rows to slots.</summary>
    /// <param name="rows"><c>(rows, numbers)</c>.</param>
    /// <returns><c>(batch, entities, numbers)</c>; 0 for absent entities.</returns>
    public Tensor Unpack(Tensor rows)
    {
        long numbers = rows.size(1);
        return _slotOfRow is null
            ? Blanked(rows.view(_batch, _slots, numbers))
            : zeros(_batch * _slots, numbers, rows.dtype, rows.Place()).index_copy_(0, _slotOfRow, rows).view(_batch, _slots, numbers);
    }

    /// <summary>From rows to places.</summary>
    /// <param name="rows"><c>(rows, numbers)</c>.</param>
    /// <returns><c>(batch, Width, numbers)</c>; numbers of some entity where no place is filled.</returns>
    public Tensor Pad(Tensor rows) => (_rowOfPlace is null ? rows : rows.index_select(0, _rowOfPlace)).view(_batch, Width, rows.size(1));

    /// <summary>From places to rows.</summary>
    /// <param name="padded"><c>(batch, Width, numbers)</c>.</param>
    /// <returns><c>(rows, numbers)</c>.</returns>
    public Tensor Unpad(Tensor padded)
    {
        Tensor places = padded.reshape(_batch * Width, padded.size(2));
        return _placeOfRow is null ? places : places.index_select(0, _placeOfRow);
    }

    /// <summary>From slots to places, who sees whom.</summary>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool.</param>
    /// <returns><c>(batch, Width, Width)</c> bool.</returns>
    public Tensor PadSight(Tensor sight)
    {
        if (_slotOfRow is null)
        {
            return sight;
        }

        using Scalar slots = _slots;
        Tensor slotOfPlace = _rowOfPlace is null ? _slotOfRow : _slotOfRow.index_select(0, _rowOfPlace);
        Tensor seen = slotOfPlace.remainder(slots).view(_batch, 1, Width).expand(_batch, Width, Width);
        return sight.reshape(_batch * _slots, _slots).index_select(0, slotOfPlace).view(_batch, Width, _slots).gather(2, seen);
    }

    /// <summary>What to pool a set from: no absent entity has other numbers than 0.</summary>
    /// <param name="rows"><c>(rows, numbers)</c>.</param>
    /// <param name="unpacked">The same <c>(batch, entities, numbers)</c>.</param>
    /// <returns>Those of them that are fewer and hold each entity once.</returns>
    public Tensor ToPool(Tensor rows, Tensor unpacked) => Filled is null && Width > 0 ? Pad(rows) : unpacked;

    /// <summary>The mean over the present entities of each set.</summary>
    /// <param name="toPool">As <see cref="ToPool"/> gives them.</param>
    /// <returns><c>(batch, numbers)</c>; 0 for an empty set.</returns>
    public Tensor Mean(Tensor toPool) => Filled is null && Width > 0
        ? toPool.mean([1])
        : toPool.sum(1).div(_present.sum(1, keepdim: true).clamp_min(Scalars.One));

    /// <summary>Zeros, also for the gradient, in the place of absent entities.</summary>
    private Tensor Blanked(Tensor entities) => Filled is null ? entities : MaskedPooling.Present(entities, Filled);

    private static void Find(ReadOnlySpan<bool> flags, Span<long> places)
    {
        int found = 0;
        for (int place = 0; found < places.Length; place++)
        {
            if (flags[place])
            {
                places[found++] = place;
            }
        }
    }
}
