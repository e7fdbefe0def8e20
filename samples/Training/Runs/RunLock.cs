namespace Masking.Samples.Training;

/// <summary>
/// Keeps a folder for one training: a second one, of this process or another, is refused before it changes anything. The operating system
/// releases the lock when the process ends, in
/// whatever way.
/// </summary>
/// <remarks>
/// The lock is an exclusive one on the file <c>lock</c>, which is removed with it. On Linux and macOS it is advisory (<c>flock</c>) and
/// binds those who ask for it, as all trainings do. It
/// reaches other machines where the network file system passes it on: NFS of Linux does, unless it is mounted with <c>nolock</c> or
/// <c>local_lock</c>. Where a file system has no locks, and
/// where the environment variable <c>DOTNET_SYSTEM_IO_DISABLEFILELOCKING</c> is set, nobody is refused.
/// </remarks>
public sealed class RunLock : IDisposable
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "lock";

    // What the operating system says of a file that somebody else has: EAGAIN of Linux and of macOS, and ERROR_SHARING_VIOLATION of
    // Windows.
    private static readonly int[] SaysInUse = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes a folder.</summary>
    /// <param name="folder">The folder; made if there is none.</param>
    /// <exception cref="IOException">Another training has it, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written to.</exception>
    public static RunLock Take(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.Create();
        try
        {
            // Opened like this, .NET removes the file before it releases the lock, and whoever gets the lock of a removed file opens it
            // again.
            string path = Path.Combine(folder.FullName, FileName);
            return new RunLock(new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
        }
        catch (IOException exception) when (SaysInUse.Contains(exception.HResult))
        {
            string remedy = "wait until it ends, stop it, or choose another folder with --out";
            throw new IOException($"{folder.FullName} is in use by another training: {remedy}.", exception);
        }
    }

    /// <summary>Releases the folder.</summary>
    public void Dispose() => _file.Dispose();
}
