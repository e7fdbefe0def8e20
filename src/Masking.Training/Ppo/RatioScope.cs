namespace Masking.Training;

/// <summary>The unit whose probability ratio PPO clips.</summary>
public enum RatioScope
{
    /// <summary>
    /// One ratio for the joint action of all heads and agents of an environment. With <see cref="ValueAttribute.Each"/>, one for the joint
    /// action of all heads of each actor.
    /// </summary>
    JointAction,

    /// <summary>One ratio for each head, and for each of the agents of a head.</summary>
    EachHead,
}
