using Masking.Samples.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>How a team is trained.</summary>
/// <param name="HasAgentMask">Whether the policy is told where agents stand.</param>
/// <param name="RatioOf">Whether the joint action has the probability ratio of PPO, or every agent's move one of its own.</param>
public sealed record Variant(bool HasAgentMask, RatioOf RatioOf)
{
    /// <summary>All of them, the one to choose first.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new(HasAgentMask: true, RatioOf.JointAction),
        new(HasAgentMask: true, RatioOf.EachPart),
        new(HasAgentMask: false, RatioOf.JointAction),
        new(HasAgentMask: false, RatioOf.EachPart),
    ];

    /// <summary>What tables and pictures call it.</summary>
    public string Name => $"{(HasAgentMask ? "mask" : "no mask")}, {(RatioOf == RatioOf.JointAction ? "joint" : "agent")}";
}
