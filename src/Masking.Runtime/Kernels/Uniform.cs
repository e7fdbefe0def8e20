using System.Runtime.CompilerServices;

namespace Masking.Kernels;

/// <summary>Numbers in the open interval (0, 1), in steps of 2^-32.</summary>
internal static class Uniform
{
    /// <summary>From a number between words to one in the unit interval.</summary>
    public const double Unit = 1 / 4294967296.0;

    /// <summary>The number of a random word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(uint word) => (word + 0.5) * Unit;
}
