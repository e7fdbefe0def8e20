namespace Masking.Build;

/// <summary>A symbol version that a library requires of another library.</summary>
/// <param name="Library">The library that defines the version, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Flags">The flags of the entry (<c>vna_flags</c>).</param>
/// <param name="FlagsOffset">The offset of the 16-bit flags in the file.</param>
internal sealed record VersionNeed(string Library, string Version, ushort Flags, ulong FlagsOffset)
{
    /// <summary><c>VER_FLG_WEAK</c>: the loader accepts the library if the version is missing.</summary>
    public const ushort Weak = 0x2;

    /// <summary>Whether the loader accepts the library if the version is missing.</summary>
    public bool IsWeak => (Flags & Weak) != 0;
}
