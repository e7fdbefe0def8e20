using System.ComponentModel;
using Masking.Errors;
using Masking.Sampling;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// Who acts, as rows: the one agent of each environment, or every present entity or cell of it.
/// Whatever has a row is computed; whatever is absent has none.
/// </summary>
/// <remarks>A batch of sets of different sizes becomes <c>(rows, …)</c> with the environment of each row, as ragged batches do.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ActorRows : IDisposable
{
    private readonly long[] _shape;             // (batch) or (batch, slots…)

    // For each row its place in (batch * slots), and the same and its place in (batch) as tensors (rows); null for the one agent.
    private readonly int[]? _places;
    private readonly Tensor? _index;
    private readonly Tensor? _environment;

    private (uint Environment, uint Place)[]? _names;
    private bool _isDisposed;

    private ActorRows(long[] shape, int[]? places, Device device)
    {
        _shape = shape;
        _places = places;
        Rows = places?.Length ?? shape[0];
        if (places is not null)
        {
            int slots = (int)shape.AsSpan(1).Product();
            _index = HostMemory.CreateFrom(places, place => place).On(device);
            _environment = HostMemory.CreateFrom(places, place => place / slots).On(device);
        }
    }

    /// <summary>The number of rows.</summary>
    public long Rows { get; }

    /// <summary>The number of environments.</summary>
    public long Batch => _shape[0];

    /// <summary>True where each environment has its one agent, and false where it has a set or a grid of them.</summary>
    public bool IsTheOneAgent => _index is null;

    /// <summary>
    /// For each row its place among all slots of the batch; empty for the one agent of each environment, whose rows are the environments.
    /// </summary>
    internal ReadOnlySpan<int> Places => _places;

    /// <summary>The shape of one number per actor: <c>(batch)</c>, <c>(batch, entities)</c> or <c>(batch, height, width)</c>.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The one agent of each environment: one row each.</summary>
    /// <param name="batch">The number of environments.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is negative, or more than an array can hold.</exception>
    public static ActorRows OfTheAgent(long batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, Array.MaxLength);
        return new ActorRows([batch], null, CPU);
    }

    /// <summary>Every present entity or cell: one row each, in the order of the batch.</summary>
    /// <param name="present"><c>(batch, entities)</c> or <c>(batch, height, width)</c> bool.</param>
    /// <exception cref="MaskShapeException">The mask is not bool, or has neither two axes nor three.</exception>
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

    /// <summary>Picks the rows of what every slot has.</summary>
    /// <param name="perSlot"><c>(batch, slots…, rest…)</c>; for the one agent <c>(batch, rest…)</c>, which are the rows already.</param>
    /// <returns><c>(rows, rest…)</c>.</returns>
    /// <exception cref="MaskShapeException">The leading axes are not the actors' shape.</exception>
    public Tensor Gather(Tensor perSlot)
    {
        Alive.Require(_isDisposed, this);
        Expect.LeadingSize(nameof(ActorRows), nameof(perSlot), perSlot, _shape);
        if (_index is null)
        {
            return perSlot.alias();
        }

        return Picked(perSlot, _shape.Length, _index);
    }

    /// <summary>Gives every row what its environment has.</summary>
    /// <param name="perEnvironment"><c>(batch, rest…)</c>.</param>
    /// <returns><c>(rows, rest…)</c>.</returns>
    /// <exception cref="MaskShapeException">The first axis is not the batch.</exception>
    public Tensor GatherEnvironment(Tensor perEnvironment)
    {
        Alive.Require(_isDisposed, this);
        Expect.LeadingSize(nameof(ActorRows), nameof(perEnvironment), perEnvironment, [Batch]);
        return _environment is null ? perEnvironment.alias() : Picked(perEnvironment, axes: 1, _environment);
    }

    /// <summary>Puts rows back into their slots.</summary>
    /// <param name="rows"><c>(rows, rest…)</c>.</param>
    /// <param name="absent">What slots without an actor get.</param>
    /// <returns><c>(batch, slots…, rest…)</c>.</returns>
    /// <exception cref="MaskShapeException">There is not one row per actor.</exception>
    public Tensor Scatter(Tensor rows, Scalar absent)
    {
        Alive.Require(_isDisposed, this);
        Expect.LeadingSize(nameof(ActorRows), nameof(rows), rows, [Rows]);
        if (_index is null)
        {
            return rows.alias();
        }

        using DisposeScope scope = NewDisposeScope();
        long[] rest = rows.Size()[1..];
        Tensor slots = full([_shape.AsSpan().Product(), .. rest], absent, rows.dtype, rows.device);
        return slots.index_copy(0, _index, rows).reshape([.. _shape, .. rest]).MoveToOuterDisposeScope();
    }

    /// <summary>Adds up the rows of each environment: 0 in an environment without actors.</summary>
    /// <param name="rows"><c>(rows)</c>.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="MaskShapeException">There is not one number per actor.</exception>
    public Tensor Sum(Tensor rows)
    {
        Alive.Require(_isDisposed, this);
        Expect.Size(nameof(ActorRows), nameof(rows), rows, [Rows]);
        if (_environment is null)
        {
            return rows.alias();
        }

        if (rows.requires_grad || !rows.is_contiguous() || !HostMemory.HoldsFloat32(rows))
        {
            using Tensor nothing = zeros(Batch, rows.dtype, rows.device);
            return nothing.index_add(0, _environment, rows, Scalars.One);
        }

        Tensor sums = HostMemory.Create([Batch], ScalarType.Float32, out Span<float> numbers);
        numbers.Clear();
        ReadOnlySpan<float> ofRows = HostMemory.Read<float>(rows);
        ReadOnlySpan<long> environments = HostMemory.Read<long>(_environment);
        for (int row = 0; row < ofRows.Length; row++)
        {
            numbers[(int)environments[row]] += ofRows[row];
        }

        return sums;
    }

    /// <summary>The mean, or the sum, of the rows of each environment: 0 in an environment without actors.</summary>
    /// <param name="rows"><c>(rows)</c>.</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <returns><c>(batch)</c>.</returns>
    /// <exception cref="MaskShapeException">There is not one number per actor.</exception>
    public Tensor Reduce(Tensor rows, EntropyReduction reduction)
    {
        Alive.Require(_isDisposed, this);
        if (_environment is null || reduction == EntropyReduction.Sum)
        {
            return Sum(rows);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor count = Sum(ones_like(rows).detach()).clamp_min(Scalars.One);
        return Sum(rows).div(count).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The uniform numbers of every row, from what identifies its actor, so that padding and other environments do not matter.
    /// </summary>
    internal RowUniforms Uniforms(RandomDraw draw)
    {
        if (_places is not null && _names is null)
        {
            uint slots = (uint)_shape.AsSpan(1).Product();
            uint width = _shape.Length < 3 ? slots : (uint)_shape[2];
            _names = Array.ConvertAll(_places, place => ((uint)place / slots, Name((uint)place % slots, width)));
        }

        return new RowUniforms(draw, (int)Rows, _names);
    }

    /// <summary>Checks actions of the actors' shape. Those of absent actors are ignored.</summary>
    /// <param name="owner">The policy or the distribution, for errors.</param>
    /// <param name="argument">The argument or the member, for errors.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="choices">The number of choices.</param>
    /// <param name="device">The expected device.</param>
    /// <exception cref="MaskShapeException">The actions' shape, element type or device do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <paramref name="choices"/>.</exception>
    internal void RequireActions(string owner, string argument, Tensor actions, long choices, Device device)
    {
        Expect.ActionSize(owner, argument, actions, _shape, device);
        using DisposeScope scope = NewDisposeScope();
        Expect.InRange(owner, argument, Gather(actions), choices);
    }

    /// <summary>Requires that two distributions are over the same actors.</summary>
    /// <param name="owner">The policy or the distribution, for errors.</param>
    /// <param name="other">The actors of the other distribution.</param>
    /// <exception cref="ArgumentException">The actors differ.</exception>
    internal void RequireSame(string owner, ActorRows other)
    {
        if (!_shape.AsSpan().SequenceEqual(other._shape) || !Places.SequenceEqual(other.Places))
        {
            throw new ArgumentException(
                $"{owner}: the two distributions are over different actors: {Rows} in {Expect.Text(_shape)} here, "
                    + $"{other.Rows} in {Expect.Text(other._shape)} there. "
                    + "Compare distributions made from observations with the same presence masks.");
        }
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _index?.Dispose();
        _environment?.Dispose();
    }

    /// <summary>What it is over.</summary>
    public override string ToString() => RecordText.Of(nameof(ActorRows), _isDisposed, ("Shape", Expect.Text(_shape)), ("Rows", Rows));

    internal void MoveToOuterDisposeScope(DisposeScope scope)
    {
        if (_index is not null)
        {
            scope.MoveToOuter(_index);
            scope.MoveToOuter(_environment!);
        }
    }

    /// <summary>What stands at given places.</summary>
    /// <param name="from"><c>(places…, rest…)</c>.</param>
    /// <param name="axes">The axes of places.</param>
    /// <param name="places"><c>(rows)</c> int64.</param>
    /// <returns><c>(rows, rest…)</c>.</returns>
    private static Tensor Picked(Tensor from, int axes, Tensor places)
    {
        long[] size = from.Size();
        long[] rest = size[axes..];
        bool isSpan = from.is_cpu() && from.is_contiguous() && from.numel() * from.ElementSize <= int.MaxValue;
        if (from.requires_grad || !isSpan)
        {
            using Tensor list = from.reshape([size.AsSpan(..axes).Product(), .. rest]);
            return list.index_select(0, places);
        }

        Tensor picked = empty([places.size(0), .. rest], from.dtype);
        ReadOnlySpan<byte> source = HostMemory.Read<byte>(from);
        Span<byte> target = HostMemory.Write<byte>(picked);
        ReadOnlySpan<long> ofRows = HostMemory.Read<long>(places);
        int length = ofRows.IsEmpty ? 0 : target.Length / ofRows.Length;
        for (int row = 0; row < ofRows.Length; row++)
        {
            source.Slice((int)ofRows[row] * length, length).CopyTo(target[(row * length)..]);
        }

        return picked;
    }

    /// <summary>What names an actor in its environment for good: a cell's number would change with the width of the map.</summary>
    private static uint Name(uint slot, uint width)
    {
        (uint y, uint x) = Math.DivRem(slot, width);
        return (y << RandomDraw.BitsPerColumn) | x;
    }
}
