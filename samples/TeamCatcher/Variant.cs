using Masking.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>A variant of the training.</summary>
/// <param name="HasAgentMask">Whether only the cells with an agent act.</param>
/// <param name="RatioScope">Whether PPO clips the probability ratio of the joint action or of each agent's move.</param>
public sealed record Variant(bool HasAgentMask, RatioScope RatioScope)
{
    /// <summary>All variants.</summary>
    public static IReadOnlyList<Variant> All { get; } =
    [
        new(HasAgentMask: true, RatioScope.JointAction),
        new(HasAgentMask: true, RatioScope.EachHead),
        new(HasAgentMask: false, RatioScope.JointAction),
        new(HasAgentMask: false, RatioScope.EachHead),
    ];

    /// <summary>The name in tables and pictures.</summary>
    public string Name => $"{(HasAgentMask ? "mask" : "no mask")}, {(RatioScope == RatioScope.JointAction ? "joint" : "agent")}";
}
