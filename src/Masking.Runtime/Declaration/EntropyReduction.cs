namespace Masking;

/// <summary>How the entropies of several actors of one environment are combined.</summary>
public enum EntropyReduction
{
    /// <summary>The mean over the present actors. Its scale does not grow with their number.</summary>
    Mean,

    /// <summary>The sum over the present actors, which is the entropy of the joint action.</summary>
    Sum,
}
