using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Changes what must not matter.</summary>
internal static class Absence
{
    /// <summary>
    /// The observation with <paramref name="noise"/> as absent entities' features, and anything in masks that speak of absent ones.
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
                    subject.Matters(spec.Members[i], observation).reshape(mask.shape),
                    mask,
                    rand_like(mask, ScalarType.Float32).gt(Constant.Of(0.5))
                );
            }
        }

        return changed;
    }

    /// <summary>The actions with numbers out of every range for absent actors.</summary>
    public static Tensor[] WithNoiseWhereAbsent(this Subject subject, Tensor?[] observation, IReadOnlyList<Tensor> actions) =>
        [
            .. actions.Select(
                (tensor, head) =>
                    tensor.masked_fill(subject.Present(subject.Spec.Heads[head], observation).logical_not(), Constant.Of(1_000_000))
            ),
        ];

    /// <summary>The dense input that a set's presence mask belongs to.</summary>
    public static string DenseOf(MemberSpec presence) => presence.Name[..^"Mask".Length];

    /// <summary>Where an action mask or a sight mask speaks of present actors and present candidates.</summary>
    private static Tensor Matters(this Subject subject, MemberSpec member, Tensor?[] observation)
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
