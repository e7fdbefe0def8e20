namespace Masking;

/// <summary>
/// Declares a dense input without a mask: a vector <c>(batch, size)</c> for a <see cref="VectorEncoder"/>, or a map
/// <c>(batch, channels, height, width)</c> for a <see cref="GridEncoder"/>.
/// </summary>
/// <example>
/// <code>
/// [MaskedPolicy]
/// public sealed partial class DriverPolicy
/// {
///     [Observation(5)]         public partial MlpEncoder Speed { get; }     // (batch, 5)
///     [Observation(3, 24, 32)] public partial ConvEncoder Camera { get; }   // (batch, 3, 24, 32)
///     [ActionMask]             public partial Head&lt;Steering&gt; Wheel { get; }
/// }
///
/// public enum Steering { Left, Straight, Right }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ObservationAttribute : Attribute
{
    /// <summary>Declares a vector.</summary>
    /// <param name="size">The number of elements per environment, at least 1.</param>
    public ObservationAttribute(int size) => Size = [size];

    /// <summary>Declares a map.</summary>
    /// <param name="channels">The number of planes, at least 1.</param>
    /// <param name="height">The number of rows, at least 1.</param>
    /// <param name="width">The number of columns, at least 1.</param>
    public ObservationAttribute(int channels, int height, int width) => Size = [channels, height, width];

    /// <summary>The shape without the batch axis: <c>[size]</c> or <c>[channels, height, width]</c>.</summary>
    public IReadOnlyList<int> Size { get; }
}
