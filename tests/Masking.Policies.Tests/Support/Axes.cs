using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Changes the tensors of a policy along a named axis.</summary>
internal static class Axes
{
    /// <summary>A function that changes a tensor along one axis.</summary>
    public delegate Tensor Change(Tensor tensor, int axis);

    public static Tensor? Along(this Tensor? tensor, IReadOnlyList<string> axes, string name, Change change)
    {
        for (int axis = 0; tensor is not null && axis < axes.Count; axis++)
        {
            tensor = axes[axis] == name ? change(tensor, axis) : tensor;
        }

        return tensor;
    }

    /// <summary>Returns the axes of a result in a <see cref="Snapshot"/>; empty if it does not depend on a set.</summary>
    public static IReadOnlyList<string> AxesOf(this PolicySpec spec, string name)
    {
        if (name.StartsWith("gradient of input ", StringComparison.Ordinal))
        {
            return spec[name["gradient of input ".Length..]].Axes;
        }

        if (name is "Value" or "LogProbPerActor")
        {
            return spec.ValueAxes;
        }

        if (spec.Heads.FirstOrDefault(head => name.StartsWith($"{head.Name} ", StringComparison.Ordinal)) is not { } head)
        {
            return [];
        }

        return name.EndsWith(" probs", StringComparison.Ordinal) && spec.ChoiceAxes(head) is [var choices]
            ? [.. spec.ActorAxes(head), choices]
            : spec.ActorAxes(head);
    }

    /// <summary>
    /// Returns the observation with additional absent entities, whose features are NaN and whose masks allow every choice.
    /// </summary>
    public static Tensor?[] Padded(this Subject subject, Tensor?[] observation, string axis, long extra) =>
        [
            .. observation.Select(
                (tensor, i) =>
                    tensor.Along(
                        subject.Spec.Members[i].Axes,
                        axis,
                        (part, dim) =>
                            subject.Spec.Members[i].Kind switch
                            {
                                MemberKind.Dense or MemberKind.Memory => Pad(part, dim, extra, Constant.Of(double.NaN)),
                                MemberKind.Presence => Pad(part, dim, extra, Constant.Of(false)),
                                _ => Pad(part, dim, extra, Constant.Of(true)),
                            }
                    )
            ),
        ];

    /// <summary>Returns the actions with additional absent actors.</summary>
    public static Tensor[] PaddedActions(this Subject subject, IReadOnlyList<Tensor> actions, string axis, long extra) =>
        [
            .. actions.Select(
                (tensor, head) =>
                    tensor.Along(
                        subject.Spec.ActorAxes(subject.Spec.Heads[head]),
                        axis,
                        (part, dim) => Pad(part, dim, extra, Constant.Of(-1))
                    )!
            ),
        ];

    private static Tensor Pad(Tensor tensor, int axis, long extra, TorchSharp.Scalar filling)
    {
        long[] shape = tensor.shape;
        shape[axis] = extra;
        return cat([tensor, full(shape, filling, tensor.dtype)], axis);
    }
}
