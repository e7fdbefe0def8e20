using System.Text.RegularExpressions;

namespace Masking.Generators.Tests;

/// <summary>The version of the generator in generated code.</summary>
internal static partial class ToolVersion
{
    /// <summary>Replaces the version, so that snapshots do not change with every release.</summary>
    public static string Scrub(string text) => Version().Replace(text, "VERSION");

    [GeneratedRegex("""(?<=Masking\.Generators(", "| ))\d+\.\d+\.\d+[^" ]*""")]
    private static partial Regex Version();
}
