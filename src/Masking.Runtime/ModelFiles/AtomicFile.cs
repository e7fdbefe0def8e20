namespace Masking.ModelFiles;

/// <summary>Writes files that are either complete or absent.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes a file under a temporary name in the same folder, flushes it to disk, and renames it. If that fails, an existing file is
    /// kept, and no temporary file remains.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        string temporaryPath = path + ".new";
        FileStream file = File.Create(temporaryPath);
        try
        {
            using (file)
            {
                write(file);
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
}
