namespace Masking.Build;

/// <summary>Writes the copy of a library in which one needed version is weak.</summary>
internal static class RelaxedCopy
{
    /// <summary>Writes the copy, unless it is there already.</summary>
    /// <returns>Whether anything was written.</returns>
    /// <remarks>
    /// The destination is replaced as a whole, by a rename: nobody sees half a file, and a link that lies there is replaced and not written
    /// through.
    /// </remarks>
    public static bool Write(ElfFile library, VersionNeed need, string destination)
    {
        byte[] content = library.ToBytes();
        content[need.FlagsOffset] |= (byte)VersionNeed.Weak;
        if (File.Exists(destination) && File.ReadAllBytes(destination).SequenceEqual(content))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        string temporary = $"{destination}.{Guid.NewGuid():N}.tmp";
        try
        {
            // Copied first, for the mode. A package cache may be read-only; the copy must not be.
            File.Copy(library.Path, temporary);
            File.SetAttributes(temporary, File.GetAttributes(temporary) & ~FileAttributes.ReadOnly);
            File.WriteAllBytes(temporary, content);
            Rename(temporary, destination);
        }
        finally
        {
            File.Delete(temporary);
        }

        return true;
    }

    private static void Rename(string source, string destination)
    {
        if (File.Exists(destination))
        {
            File.Replace(source, destination, destinationBackupFileName: null);
        }
        else
        {
            File.Move(source, destination);
        }
    }
}
