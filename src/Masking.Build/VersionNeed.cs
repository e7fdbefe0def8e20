namespace Masking.Build;

/// <summary>A version that a library asks another library for.</summary>
/// <param name="Library">The library that should define it: <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version: <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Flags">The entry's flags (<c>vna_flags</c>).</param>
/// <param name="FlagsOffset">Where the two bytes of the flags lie in the file.</param>
internal sealed record VersionNeed(string Library, string Version, ushort Flags, ulong FlagsOffset)
{
    /// <summary><c>VER_FLG_WEAK</c>: the loader goes on without this version where it otherwise refuses the whole library.</summary>
    public const ushort Weak = 0x2;

    /// <summary>Whether the loader goes on without it.</summary>
    public bool IsWeak => (Flags & Weak) != 0;
}
