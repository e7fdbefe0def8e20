using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

internal static class Heads
{
    /// <summary>Returns the probabilities of one head of the single agent.</summary>
    public static Tensor ProbsOf(Tensor features, HeadInput head)
    {
        using ActorHeads heads = Choose("Policy", ActorRows.OfTheAgent(features.size(0)), features, ("Head", head));
        return heads.HeadProbs(0);
    }

    /// <summary>Creates the plan of heads that do not depend on others.</summary>
    public static ActorHeads Choose(string policy, ActorRows actors, Tensor features, params (string Name, HeadInput Input)[] heads) =>
        Plan(policy, heads).Choose(actors, features, [.. heads.Select(head => head.Input)]);

    private static ActionPlan Plan(string policy, (string Name, HeadInput Input)[] heads) =>
        new(
            policy,
            0,
            [
                .. heads.Select(head =>
                    head.Input.Candidates is null ? HeadPlan.Choice(head.Name, (int)head.Input.Choices) : HeadPlan.Pointer(head.Name)
                ),
            ]
        );
}
