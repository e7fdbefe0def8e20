using Masking.CompilerServices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>The capacity of a rollout: the limit of each size that is not constant in the declaration.</summary>
internal sealed class AxisLimits
{
    private readonly RolloutLayout _layout;
    private readonly RolloutAxis[] _axes;

    /// <param name="layout">The layout of the rollout.</param>
    /// <param name="environments">The number of environments: the size of every batch.</param>
    /// <param name="axes">The limits of the other sizes.</param>
    /// <exception cref="ArgumentException">A size is missing.</exception>
    public AxisLimits(RolloutLayout layout, int environments, ReadOnlySpan<RolloutAxis> axes)
    {
        _layout = layout;
        Dictionary<string, RolloutAxis> byName = axes.ToArray().ToDictionary(axis => axis.Name);
        byName["batch"] = RolloutAxis.Cells("batch", environments);
        _axes = [.. layout.Contract.SizeNames.Select(name => byName.TryGetValue(name, out RolloutAxis? axis)
            ? axis
            : throw new ArgumentException($"{layout.Name}: expected a size for '{name}', got none."))];
    }

    /// <summary>The number of named sizes.</summary>
    public int Count => _axes.Length;

    /// <summary>The limit of each named size.</summary>
    public long[] Limits => [.. _axes.Select(axis => (long)axis.Size)];

    /// <summary>Checks the sizes of a step against the limits.</summary>
    /// <exception cref="MaskShapeException">A size exceeds its limit, or differs from the fixed size of the rollout.</exception>
    public void Check(ReadOnlySpan<long> sizes, ReadOnlySpan<Tensor?> tensors)
    {
        for (int name = 0; name < sizes.Length; name++)
        {
            RolloutAxis axis = _axes[name];
            if (axis.IsMaximum ? sizes[name] <= axis.Size : sizes[name] == axis.Size)
            {
                continue;
            }

            int member = FirstMemberWith(name, tensors);
            InputSpec spec = _layout.Contract.Inputs[member];
            throw new MaskShapeException(
                _layout.Name,
                spec.Member,
                $"{spec.Shape} {TensorText.NameOf(spec.ElementType(ScalarType.Float32))} with {axis.Name} "
                    + $"{(axis.IsMaximum ? "at most" : "=")} {axis.Size}",
                TensorText.Of(tensors[member]),
                name == 0 ? "Add the step of all environments at once, or create the rollout for this number of environments."
                    : axis.IsMaximum ? $"Create the rollout with {axis.Argument} of {sizes[name]} or more."
                    : $"Create the rollout with {axis.Argument} = {sizes[name]}; maps of different sizes need different rollouts.");
        }
    }

    /// <summary>Returns the first member that is not null and has an axis of the given name.</summary>
    private int FirstMemberWith(int name, ReadOnlySpan<Tensor?> tensors)
    {
        int member = 0;
        while (tensors[member] is null || !_layout.Contract.AxesOf(member).ToArray().Any(axis => axis.NameIndex == name))
        {
            member++;
        }

        return member;
    }
}
