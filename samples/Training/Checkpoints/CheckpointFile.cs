using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Masking.Samples.Training;

/// <summary>
/// A file that is either whole or not there. It is written beside its place, flushed to the disk, and moved there; what is read is first
/// held against its checksum.
/// </summary>
/// <remarks>
/// A header of 56 bytes: a mark, the version, four bytes of 0, the length of what follows, and its SHA-256. Numbers are little-endian.
/// </remarks>
public static class CheckpointFile
{
    /// <summary>The version of what is written.</summary>
    public const int Version = 3;

    private const int VersionAt = 8;
    private const int ReservedAt = 12;
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
        string beside = Beside(path);
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

    /// <summary>Whether there is a file.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="CheckpointException">A folder is in its place.</exception>
    public static bool Exists(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CheckpointException("expected a file, got a folder of that name", isForeign: false).In(path);
        }

        return File.Exists(path);
    }

    /// <summary>Removes what a process that was killed while it wrote a checkpoint left beside it.</summary>
    /// <param name="path">The file of the checkpoint, which stays as it is.</param>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be removed, or is a folder.</exception>
    public static void RemoveUnfinished(string path) => File.Delete(Beside(path));

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads all that it holds; it is not called before all of that was found to be whole. Whatever it raises is taken
    /// for a fault of the contents.</param>
    /// <exception cref="CheckpointException">It is damaged, or no checkpoint, or another training's; the message names it.</exception>
    /// <exception cref="IOException">There is none, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static void Load(string path, Action<BinaryReader> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Exists(path);

        // Another process may replace the checkpoint meanwhile: what is read then is the one before.
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            RequireWhole(file);
            file.Position = HeaderLength;
            using BinaryReader reader = new(file);
            read(reader);
            reader.RequireEnd();
        }
        catch (CheckpointException exception)
        {
            if (exception.FileName is not null)
            {
                throw;
            }

            throw exception.In(path);
        }
        catch (EndOfStreamException exception)
        {
            throw CheckpointException.Foreign("it holds less than this one saves", exception).In(path);
        }
        catch (Exception exception)
        {
            string reason = $"{exception.GetType().Name}: {exception.Message.TrimEnd('.')}";
            throw new CheckpointException($"its contents cannot be read: {reason}", isForeign: false, exception).In(path);
        }
    }

    private static string Beside(string path) => path + ".new";

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
            throw CheckpointException.Damaged($"it ends within its header, after {read} of {HeaderLength} bytes");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[VersionAt..]);
        if (version != Version)
        {
            throw new CheckpointException(
                $"expected version {Version}, got {version}: it was written by another version of these samples",
                isForeign: true
            );
        }

        int reserved = BinaryPrimitives.ReadInt32LittleEndian(header[ReservedAt..]);
        if (reserved != 0)
        {
            throw CheckpointException.Damaged($"expected 0 after the version, got {reserved}");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header[LengthAt..]);
        if (length != (ulong)(file.Length - HeaderLength))
        {
            throw CheckpointException.Damaged($"expected {(UInt128)length + HeaderLength} bytes, got {file.Length}");
        }

        Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file, checksum);
        if (!checksum.SequenceEqual(header[ChecksumAt..]))
        {
            throw CheckpointException.Damaged("its contents do not have the checksum that its header says");
        }
    }}
