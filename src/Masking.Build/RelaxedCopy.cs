namespace Masking.Build;

/// <summary>Writes a copy of a library in which one required version is weak.</summary>
internal static class RelaxedCopy
{
    /// <summary>Writes the copy, unless the destination already has the same content.</summary>
    /// <returns>Whether the copy was written.</returns>
    /// <remarks>
    /// The copy is written to a temporary file, which is then renamed. Other processes never see an incomplete file, and a link at the
    /// destination is replaced; its target is not modified.
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
            // File.Copy preserves the file mode. Files in a package cache may be read-only, but the copy must be writable.
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
