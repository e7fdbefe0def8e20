using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>
/// The entities of a batch of sets in the three ways that encoders need them: in the slots that they came in, <c>(batch, entities, …)</c>;
/// packed, <c>(rows, …)</c>, for whatever is done to each by itself; and padded, <c>(batch, Width, …)</c>, for what they do together, no
/// wider than the fullest set is.
/// </summary>
/// <remarks>Its tensors join the dispose scope in which it is made.</remarks>
internal sealed class EntityRows
{
    private readonly Tensor _present;           // (batch, entities)
    private readonly Tensor? _slotOfRow;        // (rows): place in (batch * entities); null: every slot has a row
    private readonly Tensor? _rowOfPlace;       // (batch * Width): the row in each place of the padded; null: rows are places
    private readonly Tensor? _placeOfRow;       // (rows): the reverse
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
        _slotOfRow = HostMemory.CreateFrom(Presence.IndicesOf(flags), place => place);
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

    /// <summary>Whether all sets have equally many present entities, and not none: places are then rows, and all filled.</summary>
    public bool IsEven => Filled is null && Width > 0;

    /// <summary>The same as <see cref="Filled"/>, and never null.</summary>
    public Tensor FilledOrAll => Filled ?? ones([_batch, Width], ScalarType.Bool, _present.GetDevice());

    /// <summary>The present entities of some sets.</summary>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <remarks>Where a device would have to be waited for to count them, every slot has a row.</remarks>
    public static EntityRows Of(Tensor present) => present.is_cpu() ? OfThePresent(present) : OfEverySlot(present);

    /// <summary>A row for every slot; absent entities are masked.</summary>
    internal static EntityRows OfEverySlot(Tensor present) => new(present, MaskCapture.ForBackward(present));

    /// <summary>
    /// A row for every present entity. With one absent in twenty that is as fast as to mask it, and with more it is faster.
    /// </summary>
    internal static EntityRows OfThePresent(Tensor present)
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

        return rows == flags.Length ? new EntityRows(present, filled: null) : new EntityRows(present, flags, counts, rows, width);
    }

    /// <summary>From slots to rows. What absent entities hold comes along in none, nor does any gradient reach it.</summary>
    /// <param name="entities"><c>(batch, entities, numbers)</c>.</param>
    /// <returns><c>(rows, numbers)</c>.</returns>
    public Tensor Pack(Tensor entities)
    {
        long numbers = entities.size(2);
        if (_slotOfRow is not null)
        {
            return entities.reshape(_batch * _slots, numbers).index_select(0, _slotOfRow);
        }

        // A copy also where everyone is present: the same numbers in memory of another alignment may round otherwise.
        return (Filled is null ? entities.clone() : Blanked(entities)).reshape(_batch * _slots, numbers);
    }

    /// <summary>From rows to slots.</summary>
    /// <param name="rows"><c>(rows, numbers)</c>.</param>
    /// <returns><c>(batch, entities, numbers)</c>; 0 for absent entities.</returns>
    public Tensor Unpack(Tensor rows)
    {
        long numbers = rows.size(1);
        return _slotOfRow is null
            ? Blanked(rows.view(_batch, _slots, numbers))
            : zeros(_batch * _slots, numbers, rows.dtype, rows.GetDevice()).index_copy_(0, _slotOfRow, rows).view(_batch, _slots, numbers);
    }

    /// <summary>From rows to places.</summary>
    /// <param name="rows"><c>(rows, numbers)</c>.</param>
    /// <returns><c>(batch, Width, numbers)</c>; numbers of some entity where no place is filled.</returns>
    public Tensor Pad(Tensor rows) => (_rowOfPlace is null ? rows : rows.index_select(0, _rowOfPlace)).view(_batch, Width, rows.size(1));

    /// <summary>From places to rows.</summary>
    /// <param name="padded"><c>(batch, Width, …)</c>.</param>
    /// <param name="numbers">How many numbers an entity has there.</param>
    /// <returns><c>(rows, numbers)</c>.</returns>
    public Tensor Unpad(Tensor padded, long numbers)
    {
        Tensor places = padded.reshape(_batch * Width, numbers);
        return _placeOfRow is null ? places : places.index_select(0, _placeOfRow);
    }

    /// <summary>From slots to places, who sees whom.</summary>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool.</param>
    /// <returns><c>(batch, Width, Width)</c> bool.</returns>
    public Tensor PadSight(Tensor sight)
    {
        if (_slotOfRow is null)
        {
            return MaskCapture.ForBackward(sight);
        }

        using Scalar slots = _slots;
        Tensor slotOfPlace = _rowOfPlace is null ? _slotOfRow : _slotOfRow.index_select(0, _rowOfPlace);
        Tensor seen = slotOfPlace.remainder(slots).view(_batch, 1, Width).expand(_batch, Width, Width);
        return sight.reshape(_batch * _slots, _slots).index_select(0, slotOfPlace).view(_batch, Width, _slots).gather(2, seen);
    }

    /// <summary>What to pool sets from: it holds each entity once, and beside entities nothing but zeros.</summary>
    /// <param name="rows"><c>(rows, numbers)</c>.</param>
    /// <param name="unpacked">The same as <see cref="Unpack"/> gives them, where that was asked for already.</param>
    /// <returns><c>(batch, places or slots, numbers)</c>.</returns>
    public Tensor ToPool(Tensor rows, Tensor? unpacked = null) => IsEven ? Pad(rows) : unpacked ?? Unpack(rows);

    /// <summary>The mean over the present entities of each set.</summary>
    /// <param name="toPool">As <see cref="ToPool"/> gives them.</param>
    /// <returns><c>(batch, numbers)</c>; 0 for an empty set.</returns>
    public Tensor Mean(Tensor toPool) =>
        IsEven ? toPool.mean([1]) : toPool.sum(1).div(_present.sum(1, keepdim: true).clamp_min(Scalars.One));

    /// <summary>Zeros, also for the gradient, in the place of absent entities.</summary>
    private Tensor Blanked(Tensor entities) => Filled is null ? entities : MaskedPooling.Present(entities, Filled);
}
