using System.Numerics;
using System.Text;

namespace Masking.Samples.Training;

/// <summary>
/// Reads the contents of a checkpoint. A number that no training can have is refused before it is used, and nothing is allocated for more
/// than the checkpoint still holds.
/// </summary>
public static class CheckpointReading
{
    /// <summary>The last step that a <see cref="RandomStream"/> takes.</summary>
    private const long MostRandomSteps = (1L << 48) - 1;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads an <see cref="int"/> of a range.</summary>
    /// <param name="reader">From where.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="least">The least that it can be.</param>
    /// <param name="most">The most that it can be.</param>
    /// <exception cref="CheckpointException">It is out of the range.</exception>
    public static int ReadNumber(this BinaryReader reader, string what, int least, int most)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return InRange(reader.ReadInt32(), what, least, most);
    }

    /// <summary>Reads a <see cref="long"/> of a range.</summary>
    /// <param name="reader">From where.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="least">The least that it can be.</param>
    /// <param name="most">The most that it can be.</param>
    /// <exception cref="CheckpointException">It is out of the range.</exception>
    public static long ReadLong(this BinaryReader reader, string what, long least, long most)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return InRange(reader.ReadInt64(), what, least, most);
    }

    /// <summary>Reads the number of things that follow.</summary>
    /// <param name="reader">From where.</param>
    /// <param name="what">What they are, for the message.</param>
    /// <param name="bytesEach">The least bytes that each of them takes; at least 1.</param>
    /// <exception cref="CheckpointException">The checkpoint does not hold that many.</exception>
    public static int ReadCount(this BinaryReader reader, string what, int bytesEach)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesEach);
        int count = reader.ReadInt32();
        return InRange(count, what, 0, (int)Math.Min(BytesLeft(reader) / bytesEach, int.MaxValue));
    }

    /// <summary>Reads what <see cref="BinaryWriter.Write(string)"/> wrote.</summary>
    /// <param name="reader">From where.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <exception cref="CheckpointException">It is no text, or longer than what the checkpoint still holds.</exception>
    public static string ReadText(this BinaryReader reader, string what)
    {
        ArgumentNullException.ThrowIfNull(reader);
        try
        {
            int length = InRange(reader.Read7BitEncodedInt(), $"bytes of {what}", 0, (int)Math.Min(BytesLeft(reader), int.MaxValue));
            return StrictUtf8.GetString(reader.ReadBytes(length));
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw CheckpointException.Invalid($"expected {what} in UTF-8 after its length, got other bytes", exception);
        }
    }

    /// <summary>Reads the step of a stream of random numbers.</summary>
    /// <param name="reader">From where.</param>
    /// <param name="stream">A stream of the same seed and rows.</param>
    /// <param name="what">What draws them, for the message.</param>
    /// <param name="rows">The rows that each step counts for: the steps of all of them are a number too.</param>
    /// <returns>The stream at that step.</returns>
    /// <exception cref="CheckpointException">No stream takes so many steps.</exception>
    internal static RandomStream ReadStream(this BinaryReader reader, RandomStream stream, string what, int rows = 1) =>
        new(stream.Seed, reader.ReadLong($"random steps of {what}", 0, Math.Min(MostRandomSteps, long.MaxValue / rows)), stream.FirstRow);

    /// <summary>Refuses a checkpoint that holds more than was read.</summary>
    /// <exception cref="CheckpointException">It does.</exception>
    internal static void RequireEnd(this BinaryReader reader)
    {
        if (BytesLeft(reader) is > 0 and long left)
        {
            throw CheckpointException.Foreign($"it holds {left} bytes more than this one saves");
        }
    }

    private static long BytesLeft(BinaryReader reader) => reader.BaseStream.Length - reader.BaseStream.Position;

    private static T InRange<T>(T number, string what, T least, T most) where T : INumber<T>
    {
        CheckpointException.Require(number >= least && number <= most, $"expected {what} from {least} to {most}, got {number}");
        return number;
    }
}
