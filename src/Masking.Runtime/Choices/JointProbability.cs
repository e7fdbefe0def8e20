using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// How probable it is that given choices of a <see cref="ChoiceTree"/> are all made, for every combination of what they choose.
/// </summary>
/// <remarks>
/// The last of them is conditioned on what it depends on, which is then summed out unless it is asked for: elimination in the order of the
/// tree. A choice that is made implies that what it depends on was made, so combinations in which something was not made need not be kept.
/// </remarks>
internal static class JointProbability
{
    /// <summary>The joint probability of a set of choices.</summary>
    /// <returns><c>(rows, choices of the first, choices of the second, …)</c>, in the order of the tree.</returns>
    public static Tensor Of(ChoiceTree tree, IReadOnlyCollection<int> choices)
    {
        int last = choices.Max();
        int[] parents = [.. tree.ParentsOf(last)];
        int[] earlier = [.. choices.Where(choice => choice != last).Union(parents).Order()];
        Tensor conditional = Conditional(tree, last, earlier);
        if (earlier.Length == 0)
        {
            return conditional;
        }

        Tensor joint = Of(tree, earlier).unsqueeze(-1).mul(conditional);
        long[] summedOut =
        [
            .. earlier
                .Select((choice, i) => (choice, axis: i + 1L))
                .Where(each => !choices.Contains(each.choice))
                .Select(each => each.axis),
        ];
        return summedOut.Length == 0 ? joint : joint.sum(summedOut);
    }

    /// <summary>
    /// The probability of a choice given earlier ones: <c>(rows, one axis of each earlier, choices)</c>, with size 1 where it does not
    /// depend.
    /// </summary>
    private static Tensor Conditional(ChoiceTree tree, int choice, int[] earlier)
    {
        Choice description = tree.Description(choice);
        Tensor probs = tree.ExactProbs(choice);
        long[] shape = [probs.size(0), .. earlier.Select(_ => 1L), probs.size(-1)];
        if (description.Table is { } table)
        {
            shape[1 + Array.IndexOf(earlier, table)] = probs.size(1);
        }

        Tensor conditional = probs.reshape(shape);
        if (description.Gate is not { } gate)
        {
            return conditional;
        }

        long[] gateShape = [.. shape.Select(_ => 1L)];
        gateShape[1 + Array.IndexOf(earlier, gate.Parent)] = gate.Values.Length;
        return conditional.mul(tensor(gate.Values, device: probs.device).to(probs.dtype).reshape(gateShape));
    }
}
