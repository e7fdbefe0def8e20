namespace Masking;

/// <summary>The state value <c>(batch)</c>, read off the latent.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValueAttribute : Attribute;
