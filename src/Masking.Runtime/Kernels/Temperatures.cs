namespace Masking.Kernels;

/// <summary>Clamps temperatures, by which logits are divided, to numbers that keep quotients from becoming NaN.</summary>
internal static class Temperatures
{
    /// <summary>
    /// The nearest temperature for float32 logits. One outside of the range of float would become 0 or ∞, and 0 / 0 or ∞ / ∞ is NaN.
    /// </summary>
    public static float ClampToSingle(double temperature) => (float)Math.Clamp(temperature, MathF.ScaleB(1, -120), float.MaxValue);

    /// <summary>The same for float64 logits.</summary>
    public static double ClampToDouble(double temperature) => Math.Max(temperature, Math.ScaleB(1, -1000));
}
