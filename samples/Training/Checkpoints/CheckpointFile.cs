using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Masking.Samples.Training;

/// <summary>
/// A file that is either whole or not there. It is written beside its place, flushed to the disk, and moved there; what is read is first
/// held against its checksum.
/// </summary>
/// <remarks>A header of 56 bytes: a mark, the version, four bytes of 0, the length of what follows, and its SHA-256. Numbers are little-endian.</remarks>
public static class CheckpointFile
{
    /// <summary>The version of what is written.</summary>
    public const int Version = 2;

    private const int VersionAt = 8;
    private const int LengthAt = 16;
    private const int ChecksumAt = 24;
    private const int HeaderLength = ChecksumAt + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Mark => "MASKRUN\n"u8;

    /// <summary>Writes a checkpoint in the place of the one before, which stays whole until then.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes what it holds.</param>
    /// <param name="create">Makes the file that is written to; null makes an ordinary one.</param>
    /// <exception cref="IOException">It cannot be written. Then the one before is still there.</exception>
    public static void Save(string path, Action<BinaryWriter> write, Func<string, FileStream>? create = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        string beside = path + ".new";
        try
        {
            using (FileStream file = create?.Invoke(beside) ?? File.Create(beside))
            {
                Write(file, write);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception)
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads what it holds; it is not called before all of that was found to be whole.</param>
    /// <exception cref="CheckpointException">It is torn, or no checkpoint, or another training's; the message names it.</exception>
    public static void Load(string path, Action<BinaryReader> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            using FileStream file = File.OpenRead(path);
            RequireWhole(file);
            file.Position = HeaderLength;
            using BinaryReader reader = new(file);
            read(reader);
        }
        catch (CheckpointException exception)
        {
            throw new CheckpointException($"{path}: {exception.Message}", exception.IsForeign);
        }
        catch (EndOfStreamException)
        {
            throw new CheckpointException($"{path}: it belongs to another training: it holds less than this one saves", isForeign: true);
        }
    }

    private static void Write(FileStream file, Action<BinaryWriter> write)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        file.Write(header);
        using SHA256 checksum = SHA256.Create();
        using (CryptoStream hashed = new(file, checksum, CryptoStreamMode.Write, leaveOpen: true))
        using (BinaryWriter writer = new(hashed))
        {
            write(writer);
        }

        Mark.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[VersionAt..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[LengthAt..], file.Position - HeaderLength);
        checksum.Hash!.CopyTo(header[ChecksumAt..]);
        file.Position = 0;
        file.Write(header);
    }

    private static void RequireWhole(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        int read = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (!header[..Math.Min(read, Mark.Length)].SequenceEqual(Mark[..Math.Min(read, Mark.Length)]))
        {
            throw new CheckpointException("it is no checkpoint of these samples: it does not begin with their mark", isForeign: true);
        }

        if (read < HeaderLength)
        {
            throw Torn($"it ends within its header, after {read} of {HeaderLength} bytes");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[VersionAt..]);
        if (version != Version)
        {
            throw new CheckpointException($"expected version {Version}, got {version}: it was written by another version of these samples", isForeign: true);
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header[LengthAt..]);
        if (file.Length != HeaderLength + length)
        {
            throw Torn($"expected {HeaderLength + length} bytes, got {file.Length}");
        }

        Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file, checksum);
        if (!checksum.SequenceEqual(header[ChecksumAt..]))
        {
            throw Torn("its contents do not have the checksum that its header says");
        }
    }

    private static CheckpointException Torn(string how) => new($"it is damaged: {how}", isForeign: false);
}
