using System.ComponentModel;
using Masking.Errors;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// The actors of a batch as rows: one row for the single agent of each environment, or one row for every present entity or every cell with
/// an agent. Absent entities and empty cells have no row and are not computed.
/// </summary>
/// <remarks>
/// The tensors of observations and actions have a <em>slot</em> for every entity or cell, present or not. This class converts between slots
/// <c>(batch, slots…)</c> and rows <c>(rows)</c>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActorRows : IDisposable
{
    private readonly long[] _shape;             // (batch) or (batch, slots…)

    // For each row its flat index in (batch · slots), the same as a tensor, and its index in (batch): (rows). Null for the single agent.
    private readonly int[]? _slots;
    private readonly Tensor? _slotIndices;
    private readonly Tensor? _environments;

    private (uint Environment, uint Id)[]? _actorIds;
    private bool _isDisposed;

    private ActorRows(long[] shape, int[]? slots, Device device)
    {
        _shape = shape;
        _slots = slots;
        Rows = slots?.Length ?? shape[0];
        if (slots is not null)
        {
            int slotsPerEnvironment = (int)shape.AsSpan(1).Product();
            _slotIndices = HostMemory.CreateFrom(slots, slot => slot).On(device);
            _environments = HostMemory.CreateFrom(slots, slot => slot / slotsPerEnvironment).On(device);
        }
    }

    /// <summary>The number of rows.</summary>
    public long Rows { get; }

    /// <summary>The number of environments.</summary>
    public long Batch => _shape[0];

    /// <summary>
    /// Whether the actors are the single agents of the environments, and not the entities of a set or the cells of a map.
    /// </summary>
    public bool IsTheOneAgent => _slotIndices is null;

    /// <summary>
    /// For each row the flat index of its slot in <c>(batch · slots)</c>. Empty for single agents, whose rows are the environments.
    /// </summary>
    internal ReadOnlySpan<int> Slots => _slots;

    /// <summary>The index of the environment of each row, ascending.</summary>
    internal int[] EnvironmentOfRows
    {
        get
        {
            int slotsPerEnvironment = (int)_shape.AsSpan(1).Product();
            return _slots is null ? [.. Enumerable.Range(0, (int)Rows)] : Array.ConvertAll(_slots, slot => slot / slotsPerEnvironment);
        }
    }

    /// <summary>
    /// The shape of a tensor with one element per slot: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>.
    /// </summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>Creates one row for the single agent of each environment.</summary>
    /// <param name="batch">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is negative or exceeds
    /// <see cref="Array.MaxLength"/>.</exception>
    public static ActorRows OfTheAgent(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, Array.MaxLength);
        return new ActorRows([batch], null, CPU);
    }

    /// <summary>Creates one row for every present entity, or every cell with an agent, in row-major order.</summary>
    /// <param name="present"><c>(batch, entities)</c> or <c>(batch, height, width)</c> bool, true = present.</param>
    /// <exception cref="MaskShapeException">The mask is not bool, or does not have two or three axes.</exception>
    public static ActorRows OfThePresent(Tensor present)
    {
        ArgumentNullException.ThrowIfNull(present);
        if (present.dtype != ScalarType.Bool || present.dim() is not (2 or 3))
        {
            throw new MaskShapeException(
                nameof(ActorRows),
                nameof(present),
                "(batch, entities) or (batch, height, width) bool",
                TensorText.Of(present),
                "A presence mask is bool, true = present."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        ActorRows rows = new(present.Size(), Presence.IndicesOf(HostMemory.Read<bool>(present)), present.GetDevice());
        rows.MoveToOuterDisposeScope(scope);
        return rows;
    }

    /// <summary>Selects the rows from a tensor with one element per slot.</summary>
    /// <param name="perSlot"><c>(batch, slots…, rest…)</c>; for single agents <c>(batch, rest…)</c>.</param>
    /// <returns><c>(rows, rest…)</c>.</returns>
    /// <exception cref="MaskShapeException">The leading axes are not <see cref="Shape"/>.</exception>
    public Tensor Gather(Tensor perSlot)
    {
        Alive.Require(_isDisposed, this);
        Expect.LeadingSize(nameof(ActorRows), nameof(perSlot), perSlot, _shape);
        if (_slotIndices is null)
        {
            return perSlot.alias();
        }

        return SelectRows(perSlot, _shape.Length, _slotIndices);
    }

    /// <summary>Selects for every row the element of its environment.</summary>
    /// <param name="perEnvironment"><c>(batch, rest…)</c>.</param>
    /// <returns><c>(rows, rest…)</c>.</returns>
    /// <exception cref="MaskShapeException">The first axis is not <see cref="Batch"/>.</exception>
    public Tensor GatherEnvironment(Tensor perEnvironment)
    {
        Alive.Require(_isDisposed, this);
        Expect.LeadingSize(nameof(ActorRows), nameof(perEnvironment), perEnvironment, [Batch]);
        return _environments is null ? perEnvironment.alias() : SelectRows(perEnvironment, axes: 1, _environments);
    }

    /// <summary>Writes rows to their slots. Slots without an actor are 0.</summary>
    /// <param name="rows"><c>(rows, rest…)</c>.</param>
    /// <returns><c>(batch, slots…, rest…)</c>.</returns>
    /// <exception cref="MaskShapeException">The first axis is not <see cref="Rows"/>.</exception>
    public Tensor Scatter(Tensor rows) => Scatter(rows, Scalars.Zero);

    /// <summary>Writes rows to their slots.</summary>
    /// <param name="rows"><c>(rows, rest…)</c>.</param>
    /// <param name="absent">The value of slots without an actor.</param>
    /// <returns><c>(batch, slots…, rest…)</c>.</returns>
    /// <exception cref="MaskShapeException">The first axis is not <see cref="Rows"/>.</exception>
    public Tensor Scatter(Tensor rows, Scalar absent)
    {
        Alive.Require(_isDisposed, this);
        Expect.LeadingSize(nameof(ActorRows), nameof(rows), rows, [Rows]);
        if (_slotIndices is null)
        {
            return rows.alias();
        }

        using DisposeScope scope = NewDisposeScope();
        long[] rest = rows.Size()[1..];
        Tensor slots = full([_shape.AsSpan().Product(), .. rest], absent, rows.dtype, rows.device);
        return slots.index_copy(0, _slotIndices, rows).reshape([.. _shape, .. rest]).MoveToOuterDisposeScope();
    }

    /// <summary>The sum over the rows of each environment.</summary>
    /// <param name="rows"><c>(rows)</c>.</param>
    /// <returns><c>(batch)</c>; 0 for an environment without actors.</returns>
    /// <exception cref="MaskShapeException">The shape is not <c>(Rows)</c>.</exception>
    public Tensor Sum(Tensor rows)
    {
        Alive.Require(_isDisposed, this);
        Expect.Size(nameof(ActorRows), nameof(rows), rows, [Rows]);
        if (_environments is null)
        {
            return rows.alias();
        }

        if (rows.requires_grad || !rows.is_contiguous() || !HostMemory.HoldsFloat32(rows))
        {
            using Tensor zero = zeros(Batch, rows.dtype, rows.device);
            return zero.index_add(0, _environments, rows, Scalars.One);
        }

        Tensor sums = HostMemory.Create([Batch], ScalarType.Float32, out Span<float> totals);
        totals.Clear();
        ReadOnlySpan<float> terms = HostMemory.Read<float>(rows);
        ReadOnlySpan<long> environments = HostMemory.Read<long>(_environments);
        for (int row = 0; row < terms.Length; row++)
        {
            totals[(int)environments[row]] += terms[row];
        }

        return sums;
    }

    /// <summary>The mean or the sum over the rows of each environment.</summary>
    /// <param name="rows"><c>(rows)</c>: 0 for an actor without a legal choice.</param>
    /// <param name="reduction">Whether to compute the mean or the sum.</param>
    /// <param name="haveChoice"><c>(rows)</c> bool: the actors with a legal choice, which the mean is over; null for all.</param>
    /// <returns><c>(batch)</c>; 0 for an environment in which no actor has a choice.</returns>
    /// <exception cref="MaskShapeException">A shape is not <c>(Rows)</c>.</exception>
    public Tensor Reduce(Tensor rows, EntropyReduction reduction, Tensor? haveChoice = null)
    {
        Alive.Require(_isDisposed, this);
        if (_environments is null || reduction == EntropyReduction.Sum)
        {
            return Sum(rows);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor counted = haveChoice is null ? ones_like(rows).detach() : haveChoice.to(rows.dtype);
        Tensor count = Sum(counted).clamp_min(Scalars.One);
        return Sum(rows).div(count).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The uniform random numbers of every row. They depend on the identity of its actor only, and neither on padding nor on other
    /// environments.
    /// </summary>
    internal RowUniforms Uniforms(RandomDraw draw)
    {
        if (_slots is not null && _actorIds is null)
        {
            uint slotsPerEnvironment = (uint)_shape.AsSpan(1).Product();
            uint width = _shape.Length < 3 ? slotsPerEnvironment : (uint)_shape[2];
            _actorIds = Array.ConvertAll(
                _slots, slot => ((uint)slot / slotsPerEnvironment, ActorId((uint)slot % slotsPerEnvironment, width)));
        }

        return new RowUniforms(draw, (int)Rows, _actorIds);
    }

    /// <summary>Whether a dispose scope has disposed the tensors.</summary>
    internal bool IsReleased => _slotIndices is { IsInvalid: true };

    /// <summary>Requires actions of the shape <see cref="Shape"/> that are in range. The actions of absent actors are ignored.</summary>
    /// <param name="owner">The name of the policy or the distribution, for errors.</param>
    /// <param name="argument">The name of the argument or the member, for errors.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="choices">The number of choices.</param>
    /// <param name="device">The expected device.</param>
    /// <exception cref="MaskShapeException">The actions have a wrong shape, element type or device.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <paramref name="choices"/>.</exception>
    internal void RequireActions(string owner, string argument, Tensor actions, long choices, Device device)
    {
        Expect.ActionSize(owner, argument, actions, _shape, device);
        using DisposeScope scope = NewDisposeScope();
        Expect.InRange(owner, argument, Gather(actions), choices);
    }

    /// <summary>Requires that two distributions have the same actors.</summary>
    /// <param name="owner">The name of the policy or the distribution, for errors.</param>
    /// <param name="other">The actors of the other distribution.</param>
    /// <exception cref="ArgumentException">The actors differ.</exception>
    internal void RequireSame(string owner, ActorRows other)
    {
        if (!_shape.AsSpan().SequenceEqual(other._shape) || !Slots.SequenceEqual(other.Slots))
        {
            throw new ArgumentException(
                $"{owner}: the two distributions are over different actors: {Rows} in {Expect.Text(_shape)} here, "
                    + $"{other.Rows} in {Expect.Text(other._shape)} there. "
                    + "Compare distributions of observations with the same presence masks.");
        }
    }

    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _slotIndices?.Dispose();
        _environments?.Dispose();
    }

    /// <summary>Returns the shape of the slots and the number of rows.</summary>
    public override string ToString() => RecordText.Of(nameof(ActorRows), _isDisposed, ("Shape", Expect.Text(_shape)), ("Rows", Rows));

    internal void MoveToOuterDisposeScope(DisposeScope scope)
    {
        if (_slotIndices is not null)
        {
            scope.MoveToOuter(_slotIndices);
            scope.MoveToOuter(_environments!);
        }
    }

    /// <summary>Selects elements by their index along the flattened leading axes.</summary>
    /// <param name="input"><c>(leading…, rest…)</c>.</param>
    /// <param name="axes">The number of leading axes.</param>
    /// <param name="indices"><c>(rows)</c> int64.</param>
    /// <returns><c>(rows, rest…)</c>.</returns>
    private static Tensor SelectRows(Tensor input, int axes, Tensor indices)
    {
        long[] size = input.Size();
        long[] rest = size[axes..];
        bool fitsSpan = input.is_cpu() && input.is_contiguous() && input.numel() * input.ElementSize <= int.MaxValue;
        if (input.requires_grad || !fitsSpan)
        {
            using Tensor flat = input.reshape([size.AsSpan(..axes).Product(), .. rest]);
            return flat.index_select(0, indices);
        }

        Tensor selected = empty([indices.size(0), .. rest], input.dtype);
        ReadOnlySpan<byte> source = HostMemory.Read<byte>(input);
        Span<byte> target = HostMemory.Write<byte>(selected);
        ReadOnlySpan<long> sourceRows = HostMemory.Read<long>(indices);
        int length = sourceRows.IsEmpty ? 0 : target.Length / sourceRows.Length;
        for (int row = 0; row < sourceRows.Length; row++)
        {
            source.Slice((int)sourceRows[row] * length, length).CopyTo(target[(row * length)..]);
        }

        return selected;
    }

    /// <summary>
    /// Identifies an actor within its environment: row and column of a cell, because its index would change with the width of the map.
    /// </summary>
    private static uint ActorId(uint slot, uint width)
    {
        (uint y, uint x) = Math.DivRem(slot, width);
        return (y << RandomDraw.BitsPerColumn) | x;
    }
}
