namespace Masking;

/// <summary>
/// The state value <c>(batch)</c>, read off the latent, and off inputs that no head sees where <see cref="Sees"/> names some.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValueAttribute : Attribute
{
    /// <summary>
    /// The names of inputs that the value sees and the policy does not: they do not enter the core. The value then reads the latent and
    /// their encodings through a rectified layer of its own, as wide as the core.
    /// </summary>
    /// <remarks>
    /// A critic that knows more than its actor is needed only in training: Pinto et al. 2018, "Asymmetric Actor Critic for Image-Based
    /// Robot Learning"; Baker et al. 2020, "Emergent Tool Use From Multi-Agent Autocurricula".
    /// </remarks>
    public string[]? Sees { get; set; }
}
