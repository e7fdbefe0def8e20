using System.Text.RegularExpressions;

namespace Masking.Loading;

/// <summary>A symbol version that a library requires, and that a library of this host does not define.</summary>
/// <param name="Version">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Library">The path of the library of this host.</param>
/// <param name="RequiredBy">The path of the library that requires the version.</param>
internal sealed partial record MissingVersion(string Version, string Library, string RequiredBy)
{
    /// <summary>Reads the version from a message of glibc's loader; null if the message has another reason.</summary>
    public static MissingVersion? TryParse(string reason) => Message().Match(reason) is { Success: true } match
        ? new(match.Groups["version"].Value, match.Groups["library"].Value, match.Groups["requiredBy"].Value)
        : null;

    [GeneratedRegex(@"^(?<library>.+): version `(?<version>.+)' not found \(required by (?<requiredBy>.+)\)$")]
    private static partial Regex Message();
}
