using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Computes the legal choices from the masks of an observation.</summary>
internal static class LegalChoices
{
    /// <summary>
    /// Returns the legal choices of a head, (batch, slots…, choices) bool, with the cells of a map in one axis; false for absent actors.
    /// </summary>
    public static Tensor Legal(this Subject subject, HeadSpec head, IReadOnlyList<Tensor?> observation)
    {
        PolicySpec spec = subject.Spec;
        long[] actors = subject.Actors(head, observation);
        long[] choices = [.. spec.ChoiceAxes(head).Select(axis => subject.SizeOf(axis, observation))];
        Tensor legal = (observation[spec.IndexOf(head.Mask)] ?? ones([.. actors, .. choices], ScalarType.Bool)).reshape([
            .. actors,
            choices.Aggregate(1L, (product, size) => product * size),
        ]);
        if (head.Over is not null)
        {
            Tensor present = observation[spec.IndexOf(head.Over)]!;
            legal = legal.logical_and(present.reshape([present.size(0), .. actors.Skip(1).Select(_ => 1L), present.size(1)]));
        }

        return legal.logical_and(subject.Present(head, observation).unsqueeze(-1));
    }

    /// <summary>Returns the present actors of a head, (batch, slots…) bool.</summary>
    public static Tensor Present(this Subject subject, HeadSpec head, IReadOnlyList<Tensor?> observation) =>
        head.Each is null ? ones(subject.Actors(head, observation), ScalarType.Bool) : observation[subject.Spec.IndexOf(head.Each)]!;

    /// <summary>Returns the size of an axis in the observation.</summary>
    public static long SizeOf(this Subject subject, string axis, IReadOnlyList<Tensor?> observation)
    {
        if (MemberSpec.IsSize(axis))
        {
            return long.Parse(axis);
        }

        int member = Array.FindIndex(subject.Spec.Members, each => each.Axes.Contains(axis));
        return observation[member]!.size(Array.IndexOf(subject.Spec.Members[member].Axes, axis));
    }

    /// <summary>Asserts that every action is legal: -1 exactly for absent actors and for rows without a legal choice.</summary>
    public static void AssertLegal(this Subject subject, IReadOnlyList<Tensor?> observation, IReadOnlyList<Tensor> actions)
    {
        for (int i = 0; i < actions.Count; i++)
        {
            HeadSpec head = subject.Spec.Heads[i];
            bool[] legal = Same.Booleans(subject.Legal(head, observation));
            long[] chosen = Same.Integers(actions[i]);
            int choices = chosen.Length == 0 ? 0 : legal.Length / chosen.Length;
            for (int actor = 0; actor < chosen.Length; actor++)
            {
                ReadOnlySpan<bool> allowed = legal.AsSpan(actor * choices, choices);
                bool right =
                    chosen[actor] < 0
                        ? chosen[actor] == -1 && !allowed.Contains(true)
                        : chosen[actor] < choices && allowed[(int)chosen[actor]];
                Assert.True(
                    right,
                    $"{subject.Spec.Name}.{head.Name}: actor {actor} chose {chosen[actor]}, "
                        + $"legal are [{string.Join(", ", allowed.ToArray())}]."
                );
            }
        }
    }

    private static long[] Actors(this Subject subject, HeadSpec head, IReadOnlyList<Tensor?> observation) =>
        [.. subject.Spec.ActorAxes(head).Select(axis => subject.SizeOf(axis, observation))];
}
