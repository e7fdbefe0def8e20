namespace Masking;

/// <summary>
/// Declares the core, which maps the pooled encodings of all inputs to the latent <c>(batch, width)</c>, the input of every head.
/// </summary>
/// <param name="width">The width of the latent, at least 1.</param>
/// <remarks>
/// A policy without a declared core has an <see cref="MlpCore"/> of width 64. A <see cref="GruCore"/>, an <see cref="LstmCore"/> or another
/// <see cref="RecurrentCore"/> gives the policy a memory, which is passed from step to step.
/// </remarks>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class MazePolicy
/// {
///     [Observation(3, 7, 7)] public partial ConvEncoder View { get; }
///     [Core(128)]            public partial LstmCore Core { get; }
///     [ActionMask]           public partial Head&lt;Turn&gt; Turn { get; }
/// }
///
/// public enum Turn { Left, Straight, Right }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CoreAttribute(int width) : Attribute
{
    /// <summary>The width of the latent.</summary>
    public int Width { get; } = width;
}
