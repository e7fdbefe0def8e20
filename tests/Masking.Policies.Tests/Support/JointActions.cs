using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Enumerates all joint actions of one environment.</summary>
internal static class JointActions
{
    /// <summary>
    /// Returns every combination of -1 and all choices, legal or not, over all heads and present actors, as one row each.
    /// </summary>
    public static Tensor[] All(Subject subject, IReadOnlyList<Tensor?> observation)
    {
        PolicySpec spec = subject.Spec;
        (int Head, int Slot, int Options)[] parts = [.. spec.Heads.SelectMany((head, i) => Parts(subject, head, i, observation))];
        int count = parts.Aggregate(1, (product, part) => product * part.Options);
        long[] slots = [.. spec.Heads.Select(head => subject.Present(head, observation).numel())];
        long[][] actions = [.. slots.Select(size => new long[count * size])];
        for (int row = 0; row < count; row++)
        {
            int rest = row;
            foreach ((int head, int slot, int options) in parts)
            {
                actions[head][(row * slots[head]) + slot] = (rest % options) - 1;
                rest /= options;
            }
        }

        return
        [
            .. actions.Select(
                (values, head) => tensor(values).reshape([count, .. subject.Present(spec.Heads[head], observation).shape[1..]])
            ),
        ];
    }

    private static IEnumerable<(int Head, int Slot, int Options)> Parts(
        Subject subject,
        HeadSpec head,
        int index,
        IReadOnlyList<Tensor?> observation
    )
    {
        bool[] present = Same.Booleans(subject.Present(head, observation));
        int choices = (int)subject.Legal(head, observation).size(-1);
        return present.Select((here, slot) => (index, slot, here ? choices + 1 : 1));
    }
}
