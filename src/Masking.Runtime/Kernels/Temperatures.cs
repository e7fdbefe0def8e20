namespace Masking.Kernels;

/// <summary>What logits are divided by.</summary>
internal static class Temperatures
{
    /// <summary>
    /// The nearest temperature by which float32 logits can be divided: neither 0 / 0 nor ∞ / ∞ may come of one that float does not reach.
    /// </summary>
    public static float Reachable(double temperature) => (float)Math.Clamp(temperature, MathF.ScaleB(1, -120), float.MaxValue);

    /// <summary>The same for float64 logits.</summary>
    public static double ReachableInDouble(double temperature) => Math.Max(temperature, Math.ScaleB(1, -1000));
}
