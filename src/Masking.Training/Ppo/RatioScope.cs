namespace Masking.Training;

/// <summary>The unit whose probability ratio PPO clips.</summary>
public enum RatioScope
{
    /// <summary>One ratio for the joint action of all heads and agents of an environment.</summary>
    JointAction,

    /// <summary>One ratio for each head, and for each of the agents of a head.</summary>
    EachHead,
}
