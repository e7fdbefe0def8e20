namespace Masking.Training;

/// <summary>The unit whose probability ratio PPO clips.</summary>
public enum RatioScope
{
    /// <summary>One ratio for the joint action of all heads and agents of an environment.</summary>
    JointAction,

    /// <summary>
    /// One ratio for each <see cref="ActionPart{TDistribution, TActions}"/> passed to the trainer, and for each agent of such a part.
    /// </summary>
    EachPart,
}
