namespace Masking;

/// <summary>How the entropies of several actors of one environment are combined.</summary>
public enum EntropyReduction
{
    /// <summary>
    /// The mean over the actors that have a legal choice of any head. Its scale does not depend on the number of actors, nor on how many of
    /// them wait for their turn.
    /// </summary>
    Mean,

    /// <summary>The sum over the present actors, which is the entropy of the joint action.</summary>
    Sum,
}
