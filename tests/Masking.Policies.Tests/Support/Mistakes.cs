using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>A wrong tensor for a member, and the member that the error must name.</summary>
internal sealed record Mistake(string What, int Member, Tensor? Tensor, int Named);

/// <summary>Creates every kind of mistake for every member of an observation.</summary>
internal static class Mistakes
{
    private static readonly ScalarType[] NotDense = [ScalarType.Float64, ScalarType.Float16, ScalarType.Int64, ScalarType.Bool];
    private static readonly ScalarType[] NotAMask = [ScalarType.Float32, ScalarType.Byte, ScalarType.Int64];

    public static IEnumerable<Mistake> In(PolicySpec spec, IReadOnlyList<Tensor?> observation) =>
        spec.Members.SelectMany((member, i) => Of(spec, member, i, observation[i]!));

    private static IEnumerable<Mistake> Of(PolicySpec spec, MemberSpec member, int i, Tensor right)
    {
        if (member.Kind != MemberKind.ActionMask)
        {
            yield return new("null", i, null, i);
        }

        Tensor disposed = right.clone();
        disposed.Dispose();
        yield return new("disposed", i, disposed, i);
        foreach (ScalarType type in member.IsMask ? NotAMask : NotDense)
        {
            yield return new($"{type}", i, right.to(type), i);
        }

        yield return new("an axis more", i, right.unsqueeze(-1), i);
        yield return new("an axis more in front", i, right.unsqueeze(0), i);
        yield return new("an axis less", i, right.select(-1, 0), i);
        yield return new("all in one axis", i, right.flatten(), i);
        for (int axis = 0; axis < member.Axes.Length; axis++)
        {
            int named = Named(spec, i, axis);
            yield return new($"axis {axis} too long", i, cat([right, right.narrow(axis, 0, 1)], axis), named);
            yield return new($"axis {axis} too short", i, right.narrow(axis, 0, right.size(axis) - 1), named);
            if (right.size(axis) > 1)
            {
                yield return new($"axis {axis} of 1, which would broadcast", i, right.narrow(axis, 0, 1), named);
            }
        }

        for (int axis = 1; axis < member.Axes.Length; axis++)
        {
            if (right.size(axis) != right.size(axis - 1))
            {
                // The same number of elements in another shape.
                yield return new(
                    $"axes {axis - 1} and {axis} swapped",
                    i,
                    right.transpose(axis - 1, axis),
                    Math.Min(Named(spec, i, axis - 1), Named(spec, i, axis))
                );
            }
        }
    }

    /// <summary>The first member with a named size defines it. The error names the next member that differs.</summary>
    private static int Named(PolicySpec spec, int member, int axis)
    {
        string name = spec.Members[member].Axes[axis];
        bool decides = !MemberSpec.IsSize(name)
            && !spec.Members.Take(member).Any(earlier => earlier.Axes.Contains(name))
            && Array.IndexOf(spec.Members[member].Axes, name) == axis;
        return decides ? member + 1 + Array.FindIndex(spec.Members[(member + 1)..], later => later.Axes.Contains(name)) : member;
    }
}
