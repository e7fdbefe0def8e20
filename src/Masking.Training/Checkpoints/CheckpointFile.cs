using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Masking.Training;

/// <summary>
/// Reads and writes checkpoint files atomically: a file is either complete or absent. The contents are written to a temporary file next to
/// the target, flushed to disk, and moved over the target. The checksum is verified before the contents are read.
/// </summary>
/// <remarks>
/// The contents follow a header of 56 bytes: an 8-byte signature, the version (int32), four zero bytes, the length of the contents (int64)
/// and their SHA-256. Numbers are little-endian.
/// </remarks>
public static class CheckpointFile
{
    /// <summary>The version of the file format.</summary>
    public const int Version = 3;

    private const int VersionOffset = 8;
    private const int ReservedOffset = 12;
    private const int LengthOffset = 16;
    private const int ChecksumOffset = 24;
    private const int HeaderLength = ChecksumOffset + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Signature => "MASKRUN\n"u8;

    /// <summary>Writes a checkpoint. An existing file is replaced only after the new one is complete.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="write">Writes the contents.</param>
    /// <param name="createFile">Creates the temporary file at the given path; null uses <see cref="File.Create(string)"/>.</param>
    /// <exception cref="IOException">The file cannot be written. An existing checkpoint is kept.</exception>
    public static void Save(string path, Action<BinaryWriter> write, Func<string, FileStream>? createFile = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        string temporaryPath = TemporaryPath(path);
        try
        {
            using (FileStream file = createFile?.Invoke(temporaryPath) ?? File.Create(temporaryPath))
            {
                Write(file, write);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporaryPath, path, overwrite: true);
        }
        catch (Exception)
        {
            File.Delete(temporaryPath);
            throw;
        }
    }

    /// <summary>Returns whether the file exists.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="CheckpointException">The path is a folder.</exception>
    public static bool Exists(string path)
    {
        if (Directory.Exists(path))
        {
            throw new CheckpointException("expected a file, got a folder of that name", isMismatch: false).WithFile(path);
        }

        return File.Exists(path);
    }

    /// <summary>Deletes the temporary file that remains if a process was killed while it wrote a checkpoint.</summary>
    /// <param name="path">The path of the checkpoint, which is not changed.</param>
    /// <exception cref="IOException">The temporary file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Deleting the temporary file is not permitted, or it is a folder.</exception>
    public static void RemoveUnfinished(string path) => File.Delete(TemporaryPath(path));

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="read">Reads all of the contents. It is called only after the checksum was verified. Any exception that it throws is
    /// reported as an error of the contents, except that of an environment that fails at the start of an episode.</param>
    /// <exception cref="CheckpointException">The file is damaged, is not a checkpoint, or belongs to another training. The message contains
    /// the path.</exception>
    /// <exception cref="EnvironmentException">An environment that does not save its state failed to begin an episode.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static void Load(string path, Action<BinaryReader> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        Exists(path);

        // FileShare.Delete: another process may replace the checkpoint in the meantime. The previous one is read then.
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

            throw exception.WithFile(path);
        }
        catch (EndOfStreamException exception)
        {
            throw CheckpointException.Mismatch("it contains less data than this training saves", exception).WithFile(path);
        }
        catch (Exception exception) when (exception is not EnvironmentException)
        {
            string reason = $"{exception.GetType().Name}: {exception.Message.TrimEnd('.')}";
            throw new CheckpointException($"its contents cannot be read: {reason}", isMismatch: false, exception).WithFile(path);
        }
    }

    private static string TemporaryPath(string path) => path + ".new";

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

        Signature.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[VersionOffset..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(header[LengthOffset..], file.Position - HeaderLength);
        checksum.Hash!.CopyTo(header[ChecksumOffset..]);
        file.Position = 0;
        file.Write(header);
    }

    private static void RequireWhole(FileStream file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        int read = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (!header[..Math.Min(read, Signature.Length)].SequenceEqual(Signature[..Math.Min(read, Signature.Length)]))
        {
            throw new CheckpointException("it is not a checkpoint: it does not begin with the checkpoint signature", isMismatch: true);
        }

        if (read < HeaderLength)
        {
            throw CheckpointException.Damaged($"it ends within its header, after {read} of {HeaderLength} bytes");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[VersionOffset..]);
        if (version != Version)
        {
            throw new CheckpointException(
                $"expected version {Version}, got {version}: it was written by another version of this program",
                isMismatch: true
            );
        }

        int reserved = BinaryPrimitives.ReadInt32LittleEndian(header[ReservedOffset..]);
        if (reserved != 0)
        {
            throw CheckpointException.Damaged($"expected 0 after the version, got {reserved}");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header[LengthOffset..]);
        if (length != (ulong)(file.Length - HeaderLength))
        {
            throw CheckpointException.Damaged($"expected {(UInt128)length + HeaderLength} bytes, got {file.Length}");
        }

        Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(file, checksum);
        if (!checksum.SequenceEqual(header[ChecksumOffset..]))
        {
            throw CheckpointException.Damaged("expected contents with the checksum in the header, got other contents");
        }
    }}
