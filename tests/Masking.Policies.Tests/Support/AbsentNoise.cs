using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Replaces values that must have no effect, because they belong to absent entities.</summary>
internal static class AbsentNoise
{
    /// <summary>
    /// Returns the observation with <paramref name="noise"/> as the features of absent entities, and arbitrary flags in the masks of absent
    /// actors and candidates.
    /// </summary>
    public static Tensor?[] WithNoiseWhereAbsent(this Subject subject, Tensor?[] observation, double noise)
    {
        PolicySpec spec = subject.Spec;
        Tensor?[] changed = [.. observation];
        for (int i = 0; i < changed.Length; i++)
        {
            if (spec.Members[i].Kind == MemberKind.Presence && spec.Members[i].Axes.Length == 2)
            {
                int dense = spec.IndexOf(DenseOf(spec.Members[i]));
                changed[dense] = changed[dense]!.masked_fill(observation[i]!.logical_not().unsqueeze(-1), Constant.Of(noise));
            }
            else if (spec.Members[i].Kind is MemberKind.Sight or MemberKind.ActionMask && observation[i] is { } mask)
            {
                changed[i] = where(
                    subject.IsRelevant(spec.Members[i], observation).reshape(mask.shape),
                    mask,
                    rand_like(mask, ScalarType.Float32).gt(Constant.Of(0.5))
                );
            }
        }

        return changed;
    }

    /// <summary>Returns the actions with numbers out of range for absent actors.</summary>
    public static Tensor[] WithNoiseWhereAbsent(this Subject subject, Tensor?[] observation, IReadOnlyList<Tensor> actions) =>
        [
            .. actions.Select(
                (tensor, head) =>
                    tensor.masked_fill(subject.Present(subject.Spec.Heads[head], observation).logical_not(), Constant.Of(1_000_000))
            ),
        ];

    /// <summary>Returns the dense input that a presence mask belongs to.</summary>
    public static string DenseOf(MemberSpec presence) => presence.Name[..^"Mask".Length];

    /// <summary>Returns where an action mask or a sight mask applies to present actors and present candidates.</summary>
    private static Tensor IsRelevant(this Subject subject, MemberSpec member, Tensor?[] observation)
    {
        if (member.Kind == MemberKind.Sight)
        {
            Tensor present = observation[subject.Spec.IndexOf(member.Name.Replace("Sight", "Mask", StringComparison.Ordinal))]!;
            return present.unsqueeze(-1).logical_and(present.unsqueeze(1));
        }

        Tensor?[] everything = [.. observation];
        everything[subject.Spec.IndexOf(member.Name)] = null;
        return subject.Legal(subject.Spec.Heads.Single(head => head.Mask == member.Name), everything);
    }
}
