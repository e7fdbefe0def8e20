using Masking.CompilerServices;
using Masking.Tensors;
using static TorchSharp.torch;

namespace Masking.Rollouts;

/// <summary>How great the sizes that a declaration leaves open may be in a rollout.</summary>
internal sealed class RolloutSizes
{
    private readonly RolloutLayout _layout;
    private readonly RolloutAxis[] _axes;

    /// <param name="layout">What there is.</param>
    /// <param name="environments">The size of every batch.</param>
    /// <param name="axes">The other sizes.</param>
    /// <exception cref="ArgumentException">A size is missing.</exception>
    public RolloutSizes(RolloutLayout layout, int environments, ReadOnlySpan<RolloutAxis> axes)
    {
        _layout = layout;
        Dictionary<string, RolloutAxis> byName = axes.ToArray().ToDictionary(axis => axis.Name);
        byName["batch"] = RolloutAxis.Cells("batch", environments);
        _axes = [.. layout.Contract.Names.Select(name => byName.TryGetValue(name, out RolloutAxis? axis)
            ? axis
            : throw new ArgumentException($"{layout.Name}: expected a size for '{name}', got none."))];
    }

    /// <summary>The number of named sizes.</summary>
    public int Count => _axes.Length;

    /// <summary>Each of the named sizes at its greatest.</summary>
    public long[] Most => [.. _axes.Select(axis => (long)axis.Size)];

    /// <summary>Refuses sizes that there is no room for.</summary>
    /// <exception cref="MaskShapeException">One is not what the rollout was made for.</exception>
    public void Check(ReadOnlySpan<long> sizes, ReadOnlySpan<Tensor?> tensors)
    {
        for (int name = 0; name < sizes.Length; name++)
        {
            RolloutAxis axis = _axes[name];
            if (axis.MayBeLess ? sizes[name] <= axis.Size : sizes[name] == axis.Size)
            {
                continue;
            }

            int member = FirstWith(name, tensors);
            InputSpec spec = _layout.Contract.Inputs[member];
            throw new MaskShapeException(
                _layout.Name,
                spec.Member,
                $"{spec.Shape} {TensorText.NameOf(spec.TypeUnder(ScalarType.Float32))} with {axis.Name} {(axis.MayBeLess ? "at most" : "=")} {axis.Size}",
                TensorText.Of(tensors[member]),
                name == 0 ? "Add the step of all environments at once, or make the rollout for as many as there are."
                    : axis.MayBeLess ? $"Make the rollout with {axis.Argument} of {sizes[name]} or more."
                    : $"Make the rollout with {axis.Argument} = {sizes[name]}; maps of different sizes need different rollouts.");
        }
    }

    /// <summary>The first member that has a size, and was given.</summary>
    private int FirstWith(int name, ReadOnlySpan<Tensor?> tensors)
    {
        int member = 0;
        while (tensors[member] is null || !_layout.Contract.AxesOf(member).ToArray().Any(axis => axis.Name == name))
        {
            member++;
        }

        return member;
    }
}
