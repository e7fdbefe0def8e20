namespace Masking.Training;

/// <summary>
/// Locks a folder for one training. A second training in the same folder, in this process or another, fails before it changes anything. The
/// operating system releases the lock when the process ends for any reason.
/// </summary>
/// <remarks>
/// The lock is an exclusive lock on the file <c>lock</c>, which is deleted when the lock is released. On Linux and macOS it is advisory
/// (<c>flock</c>): it only affects processes that request it, as all trainings do. It works across machines if the network file system
/// forwards locks; NFS on Linux does, unless it is mounted with <c>nolock</c> or <c>local_lock</c>. There is no protection on file systems
/// without locks, or if the environment variable <c>DOTNET_SYSTEM_IO_DISABLEFILELOCKING</c> is set.
/// </remarks>
public sealed class RunLock : IDisposable
{
    /// <summary>The name of the lock file.</summary>
    public const string FileName = "lock";

    // The error codes of a locked file: EAGAIN on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] InUseErrors = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Locks a folder.</summary>
    /// <param name="folder">The folder; created if it does not exist.</param>
    /// <exception cref="IOException">The folder is in use by another training, or it cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing to the folder is not permitted.</exception>
    public static RunLock Acquire(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.Create();
        try
        {
            // With these arguments, .NET deletes the file before it releases the lock. It also reopens the file if it acquires the lock of
            // a file that was deleted in the meantime.
            string path = Path.Combine(folder.FullName, FileName);
            return new RunLock(new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
        }
        catch (IOException exception) when (InUseErrors.Contains(exception.HResult))
        {
            string remedy = "wait until it ends, stop it, or choose another folder with --out";
            throw new IOException($"{folder.FullName} is in use by another training: {remedy}.", exception);
        }
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose() => _file.Dispose();
}
