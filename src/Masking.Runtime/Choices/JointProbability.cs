using static TorchSharp.torch;

namespace Masking.Choices;

/// <summary>
/// The joint probability that several choices of a <see cref="ChoiceTree"/> are active, for every combination of their values.
/// </summary>
/// <remarks>
/// Variable elimination in the order of the tree: the last choice is conditioned on its parents, and parents that are not requested are
/// summed out. An active choice implies active parents, so combinations with an inactive one are not stored.
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
    /// The probability of a choice given earlier ones: <c>(rows, one axis per earlier choice, choices)</c>. An axis has size 1 where the
    /// choice does not depend on the earlier one.
    /// </summary>
    private static Tensor Conditional(ChoiceTree tree, int choice, int[] earlier)
    {
        Choice description = tree.Description(choice);
        Tensor probs = tree.ExactProbs(choice);
        long[] shape = [probs.size(0), .. earlier.Select(_ => 1L), probs.size(-1)];
        int[] tables = description.Tables;
        foreach (int table in tables)
        {
            shape[1 + Array.IndexOf(earlier, table)] = tree.Description(table).Columns;
        }

        if (tables.Length > 1)
        {
            // The axes of the tables, in the order of the tree.
            long[] axes =
                [.. tables.Select((table, axis) => (table, axis: axis + 1L)).OrderBy(each => each.table).Select(each => each.axis)];
            probs = probs
                .reshape([probs.size(0), .. tables.Select(table => tree.Description(table).Columns), probs.size(-1)])
                .permute([0, .. axes, tables.Length + 1]);
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
