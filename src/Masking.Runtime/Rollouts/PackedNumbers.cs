using System.Runtime.InteropServices;

namespace Masking.Rollouts;

/// <summary>
/// Writes the numbers of a rollout, and reads them into a rollout for more environments. Numbers are ordered by step, and within a step by
/// environment; an environment may have any number of them at a step.
/// </summary>
/// <param name="steps">The number of steps.</param>
/// <param name="environments">The number of environments.</param>
internal readonly struct PackedNumbers(int steps, int environments)
{
    /// <summary>Writes all numbers.</summary>
    public static void Save<T>(BinaryWriter writer, T[] numbers) where T : unmanaged => writer.Write(MemoryMarshal.AsBytes<T>(numbers));

    /// <summary>Reads numbers that were written for some of the environments.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="numbers">The numbers of all steps and environments.</param>
    /// <param name="first">The first of the environments.</param>
    /// <param name="count">The number of environments.</param>
    /// <exception cref="EndOfStreamException">There are too few bytes.</exception>
    public void Load<T>(BinaryReader reader, T[] numbers, int first, int count) where T : unmanaged
    {
        int perEnvironment = numbers.Length / (steps * environments);
        for (int step = 0; step < steps; step++)
        {
            int start = ((step * environments) + first) * perEnvironment;
            Span<byte> bytes = MemoryMarshal.AsBytes(numbers.AsSpan(start, count * perEnvironment));
            reader.ReadExactly(bytes);
            if (typeof(T) == typeof(bool))
            {
                // Any byte but 0 is true. A bool of another value than 0 or 1 would not compare equal to true.
                foreach (ref byte flag in bytes)
                {
                    flag = Math.Min(flag, (byte)1);
                }
            }
        }
    }
}
