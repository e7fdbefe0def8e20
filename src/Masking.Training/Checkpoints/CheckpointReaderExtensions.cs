using System.Numerics;
using System.Text;

namespace Masking.Training;

/// <summary>
/// Validating methods to read the contents of a checkpoint. Numbers out of range throw before they are used, and no method allocates more
/// memory than the checkpoint has bytes left.
/// </summary>
public static class CheckpointReaderExtensions
{
    /// <summary>The greatest step of a <see cref="RandomStream"/>.</summary>
    private const long MaxRandomSteps = (1L << 48) - 1;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads an <see cref="int"/> and checks its range.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The name of the number, for the message.</param>
    /// <param name="min">The least valid value.</param>
    /// <param name="max">The greatest valid value.</param>
    /// <exception cref="CheckpointException">The number is out of range.</exception>
    public static int ReadInt32(this BinaryReader reader, string name, int min, int max)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return RequireInRange(reader.ReadInt32(), name, min, max);
    }

    /// <summary>Reads a <see cref="long"/> and checks its range.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The name of the number, for the message.</param>
    /// <param name="min">The least valid value.</param>
    /// <param name="max">The greatest valid value.</param>
    /// <exception cref="CheckpointException">The number is out of range.</exception>
    public static long ReadInt64(this BinaryReader reader, string name, long min, long max)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return RequireInRange(reader.ReadInt64(), name, min, max);
    }

    /// <summary>Reads the number of elements that follow.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The name of the elements, for the message.</param>
    /// <param name="minBytesPerElement">The least number of bytes that an element takes; at least 1.</param>
    /// <exception cref="CheckpointException">The checkpoint has too few bytes left for this number of elements.</exception>
    public static int ReadCount(this BinaryReader reader, string name, int minBytesPerElement)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minBytesPerElement);
        int count = reader.ReadInt32();
        return RequireInRange(count, name, 0, (int)Math.Min(BytesLeft(reader) / minBytesPerElement, int.MaxValue));
    }

    /// <summary>Reads a string written by <see cref="BinaryWriter.Write(string)"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="name">The name of the string, for the message.</param>
    /// <exception cref="CheckpointException">The bytes are not valid UTF-8, or the string is longer than the rest of the
    /// checkpoint.</exception>
    public static string ReadString(this BinaryReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            int length = RequireInRange(reader.Read7BitEncodedInt(), $"bytes of {name}", 0, (int)Math.Min(BytesLeft(reader), int.MaxValue));
            return StrictUtf8.GetString(reader.ReadBytes(length));
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw CheckpointException.Invalid($"expected {name} in UTF-8 after its length, got other bytes", exception);
        }
    }

    /// <summary>Reads the step of a random stream.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="stream">A stream with the same seed and first row.</param>
    /// <param name="name">The use of the random numbers, for the message.</param>
    /// <param name="rows">The number of rows per step; the step times this number must fit into a <see cref="long"/>.</param>
    /// <returns>The stream at the step that was read.</returns>
    /// <exception cref="CheckpointException">The step is out of range.</exception>
    internal static RandomStream ReadRandomStream(this BinaryReader reader, RandomStream stream, string name, int rows = 1) =>
        new(stream.Seed, reader.ReadInt64($"random steps of {name}", 0, Math.Min(MaxRandomSteps, long.MaxValue / rows)), stream.FirstRow);

    /// <summary>Throws if the checkpoint has bytes left.</summary>
    /// <param name="reader">The reader.</param>
    /// <exception cref="CheckpointException">Bytes are left.</exception>
    internal static void RequireEnd(this BinaryReader reader)
    {
        if (BytesLeft(reader) is > 0 and long left)
        {
            throw CheckpointException.Mismatch($"it contains {left} bytes more than this training saves");
        }
    }

    private static long BytesLeft(BinaryReader reader) => reader.BaseStream.Length - reader.BaseStream.Position;

    private static T RequireInRange<T>(T number, string name, T min, T max) where T : INumber<T>
    {
        CheckpointException.Require(number >= min && number <= max, $"expected {name} from {min} to {max}, got {number}");
        return number;
    }
}
