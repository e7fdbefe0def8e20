using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>Storage for one member of observations or actions: one row for every environment at every step.</summary>
internal abstract class MemberStorage
{
    /// <summary>The size of the storage in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Creates the storage for a member.</summary>
    /// <param name="layout">The layout of the rollout.</param>
    /// <param name="member">The index of the member.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="environments">The number of environments.</param>
    /// <param name="limits">The maximum of each named size.</param>
    /// <exception cref="ArgumentException">The storage would exceed the maximum length of an array.</exception>
    public static MemberStorage Of(RolloutLayout layout, int member, int steps, int environments, ReadOnlySpan<long> limits)
    {
        InputSpec spec = layout.Contract.Inputs[member];
        RowShapes shapes = new($"{layout.Name}.{spec.Member}", layout.Contract.AxesOf(member)[1..], steps, environments, limits);
        return spec.IsMask ? new MaskStorage(shapes)
            : spec.IsRange ? new RangeStorage(shapes, spec.Declared)
            : spec.IsNumbers ? new FloatStorage(shapes, padding: float.NaN)
            : spec.IsAction ? new ActionStorage(shapes)
            : new FloatStorage(shapes);
    }

    /// <summary>How much an action mask or a range allows, and how much it could allow, in the first steps; 0 for other members.</summary>
    /// <param name="steps">The number of steps.</param>
    public virtual (double Legal, double Total) CountLegal(int steps) => (0, 0);

    /// <summary>Copies the rows of one step.</summary>
    /// <param name="step">The index of the step.</param>
    /// <param name="tensor"><c>(environments, …)</c>; null for an omitted mask.</param>
    /// <param name="sizes">The named sizes of the step.</param>
    public abstract void Store(int step, Tensor? tensor, ReadOnlySpan<long> sizes);

    /// <summary>Writes all rows in packed form.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> of a storage for fewer environments wrote.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="first">The first of the environments.</param>
    /// <param name="count">The number of environments.</param>
    /// <exception cref="InvalidDataException">The rows do not fit.</exception>
    /// <exception cref="EndOfStreamException">There are too few bytes.</exception>
    public abstract void Load(BinaryReader reader, int first, int count);

    /// <summary>
    /// Gathers rows into a tensor. Smaller rows are padded with 0, with false in masks, and with -1 or NaN in actions. Returns null if the
    /// member was null in all rows.
    /// </summary>
    /// <param name="rows">Row indices: step · environments + environment.</param>
    /// <param name="leading">The sizes of the leading axes of the result, whose product is the number of rows.</param>
    public abstract Tensor? Gather(ReadOnlySpan<int> rows, ReadOnlySpan<long> leading);
}
