using Masking.CompilerServices;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>The memory of one member of observations or actions: one row for every environment at every step.</summary>
internal abstract class RolloutMember
{
    /// <summary>The bytes of the numbers that are kept.</summary>
    public abstract long Bytes { get; }

    /// <summary>Memory for the member of a layout.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="member">Which one.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="environments">The rows of each step.</param>
    /// <param name="most">The named sizes at their greatest.</param>
    /// <exception cref="ArgumentException">That is more than can be kept.</exception>
    public static RolloutMember Of(RolloutLayout layout, int member, int steps, int environments, ReadOnlySpan<long> most)
    {
        InputSpec spec = layout.Contract.Inputs[member];
        RolloutShape shape = new($"{layout.Name}.{spec.Member}", layout.Contract.AxesOf(member)[1..], steps, environments, most);
        return spec.IsMask ? new RolloutMasks(shape) : spec.IsAction ? new RolloutActions(shape) : new RolloutNumbers(shape);
    }

    /// <summary>Copies the rows of one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tensor">The rows; null where the member was left out.</param>
    /// <param name="sizes">The named sizes at this step.</param>
    public abstract void Store(int step, Tensor? tensor, ReadOnlySpan<long> sizes);

    /// <summary>Some rows, padded to the greatest among them: with 0, with false, with -1. Null where all were left out.</summary>
    /// <param name="rows">The rows, as step · environments + environment.</param>
    /// <param name="leading">The sizes of the axes that the rows are laid out in.</param>
    public abstract Tensor? Gather(ReadOnlySpan<int> rows, ReadOnlySpan<long> leading);
}
