namespace Masking.Kernels;

/// <summary>Clamps temperatures, by which logits are divided, to numbers that keep quotients from becoming NaN.</summary>
internal static class Temperatures
{
    /// <summary>
    /// The nearest temperature for float32 logits. One outside of the range of float would become 0 or ∞, and 0 / 0 or ∞ / ∞ is NaN.
    /// </summary>
    public static float ClampToSingle(double temperature) => (float)Math.Clamp(temperature, MathF.ScaleB(1, -120), float.MaxValue);

    /// <summary>The nearest temperature for logits of a type.</summary>
    /// <param name="temperature">The temperature.</param>
    /// <param name="isDouble">Whether the logits are float64; otherwise they are float32.</param>
    public static double Clamp(double temperature, bool isDouble) =>
        isDouble ? Math.Max(temperature, Math.ScaleB(1, -1000)) : ClampToSingle(temperature);
}
