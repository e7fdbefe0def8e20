using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Masking.Documentation.Tests;

/// <summary>Pages name the version of TorchSharp that the library is built with.</summary>
public sealed partial class VersionTests
{
    private static readonly string s_version = XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion")
        .Single(package => package.Attribute("Include")!.Value == "TorchSharp-cpu")
        .Attribute("Version")!.Value;

    [Fact]
    public void EveryVersionOfTorchSharp_IsTheCurrentOne()
    {
        (string Path, string Version)[] named =
        [
            .. MarkdownPage.All.SelectMany(page => Named().Matches(Repository.Read(page.Path))
                .Select(match => (page.Path, match.Groups["version"].Value))),
        ];

        Assert.Contains(named, place => place.Path == "README.md");
        Assert.All(named, place => Assert.Equal((place.Path, s_version), place));
    }

    [GeneratedRegex(@"TorchSharp-cpu(?: --version |"" Version=""|@)(?<version>[\w.]+)")]
    private static partial Regex Named();
}
