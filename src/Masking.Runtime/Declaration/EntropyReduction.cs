namespace Masking;

/// <summary>How the entropies of many agents in one environment become one number.</summary>
public enum EntropyReduction
{
    /// <summary>The mean over present agents, so that the scale does not grow with their number.</summary>
    Mean,

    /// <summary>The sum over present agents: the entropy of the joint action.</summary>
    Sum,
}
