namespace Masking.Documentation.Tests;

/// <summary>A link, or an image, of a page.</summary>
/// <param name="Line">The line where its target begins, from 1.</param>
/// <param name="Target">The target as it is written.</param>
internal sealed record Link(int Line, string Target)
{
    /// <summary>Whether the target is in this repository.</summary>
    public bool IsLocal => !Target.Contains("://", StringComparison.Ordinal) && !Target.StartsWith("mailto:", StringComparison.Ordinal);

    /// <summary>The path of the target; empty if it is the page itself.</summary>
    public string Path => Uri.UnescapeDataString(Target.Split('#')[0]);

    /// <summary>The anchor of the target; empty if it has none.</summary>
    public string Anchor => Target.Contains('#', StringComparison.Ordinal) ? Target[(Target.IndexOf('#') + 1)..] : "";
}
