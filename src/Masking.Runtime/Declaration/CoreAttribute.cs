namespace Masking;

/// <summary>
/// The core turns the pooled encodings of all inputs into the latent <c>(batch, width)</c> that every head reads.
/// A policy without one has an <see cref="MlpCore"/> of width 64. With a <see cref="GruCore"/>, an <see cref="LstmCore"/> or another
/// <see cref="RecurrentCore"/> it remembers from step to step.
/// </summary>
/// <param name="width">Numbers in the latent, at least 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CoreAttribute(int width) : Attribute
{
    /// <summary>Numbers in the latent.</summary>
    public int Width { get; } = width;
}
