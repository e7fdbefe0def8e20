namespace Masking.Samples.Training;

/// <summary>What has a probability ratio of its own, which is clipped by itself.</summary>
public enum RatioOf
{
    /// <summary>The joint action of all heads and agents of an environment.</summary>
    JointAction,

    /// <summary>
    /// Each of the <see cref="ActionPart{TDistribution, TActions}"/>s that the trainer is given: a head, or every agent of one.
    /// </summary>
    EachPart,
}
