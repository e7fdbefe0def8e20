using System.Runtime.CompilerServices;

namespace Masking.Kernels;

/// <summary>Maps random words to the open interval (0, 1), in steps of 2^-32.</summary>
internal static class Uniform
{
    /// <summary>The distance between two numbers: 2^-32.</summary>
    public const double Unit = 1 / 4294967296.0;

    /// <summary>The number in (0, 1) of a random word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(uint word) => (word + 0.5) * Unit;
}
