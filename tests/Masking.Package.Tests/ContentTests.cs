using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace Masking.Package.Tests;

/// <summary>What the packages contain.</summary>
public sealed class ContentTests(Feed feed)
{
    private const string EmbeddedSource = "0E8A571B-6926-466E-B4AD-8AB04611F5FE";

    private static readonly string s_version = Repository.Metadata("Version");

    [Fact]
    public void ThePackages_AreThese() => Assert.Equal(
        new[]
        {
            "Masking", "Masking.Onnx", "Masking.Orleans", "Masking.Player", "Masking.Templates", "Masking.Training",
            "Masking.Training.CommandLine",
        }.Select(id => $"{id}.{s_version}.nupkg"),
        Directory.EnumerateFiles(feed.Packages).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Masking")]
    [InlineData("Masking.Onnx")]
    [InlineData("Masking.Orleans")]
    [InlineData("Masking.Player")]
    [InlineData("Masking.Templates")]
    [InlineData("Masking.Training")]
    [InlineData("Masking.Training.CommandLine")]
    public void EachPackage_HasALicense_AnIcon_AReadme_AndADescription(string id)
    {
        using ZipArchive package = Open(id);
        XElement metadata = Metadata(package, id);

        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.NotNull(package.GetEntry(Value(metadata, "icon")));
        Assert.Contains("dotnet ", Text(package.GetEntry(Value(metadata, "readme"))!));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        Assert.NotEmpty(Value(metadata, "tags"));
    }

    [Theory]
    [InlineData("Masking", "Masking.Runtime")]
    [InlineData("Masking.Onnx", "Masking.Onnx")]
    [InlineData("Masking.Orleans", "Masking.Orleans")]
    [InlineData("Masking.Player", "Masking.Player")]
    [InlineData("Masking.Training", "Masking.Training")]
    [InlineData("Masking.Training.CommandLine", "Masking.Training.CommandLine")]
    public void EachLibrary_HasDocumentation_Symbols_AndSources(string id, string assembly)
    {
        using ZipArchive package = Open(id);
        string[] members = [.. XDocument.Parse(Text(package.GetEntry($"lib/net10.0/{assembly}.xml")!)).Descendants("member")
            .Select(member => member.Attribute("name")!.Value)];

        MetadataReader symbols = Symbols(package.GetEntry($"lib/net10.0/{assembly}.dll")!);
        string[] paths = [.. symbols.Documents.Select(handle => symbols.GetString(symbols.GetDocument(handle).Name))];

        Assert.NotEmpty(members);
        Assert.All(paths, path => Assert.StartsWith("/_/", path));
        Assert.Equal(paths.Length, symbols.CustomDebugInformation
            .Select(symbols.GetCustomDebugInformation)
            .Count(information => symbols.GetGuid(information.Kind) == new Guid(EmbeddedSource)));
    }

    [Fact]
    public void TheMainPackage_ContainsTheGenerator_TheCodeFixes_AndTheBuildTask()
    {
        using ZipArchive package = Open("Masking");

        string[] files = [.. package.Entries.Select(entry => entry.FullName)];

        Assert.Superset(
            new HashSet<string>
            {
                "analyzers/dotnet/cs/Masking.CodeFixes.dll",
                "analyzers/dotnet/cs/Masking.Generators.dll",
                "buildTransitive/net10.0/Masking.targets",
                "tasks/netstandard2.0/Masking.Build.dll",
            },
            files.ToHashSet());
    }

    [Theory]
    [InlineData("Masking.Onnx", "Masking")]
    [InlineData("Masking.Orleans", "Masking.Training.CommandLine")]
    [InlineData("Masking.Player", "Masking")]
    [InlineData("Masking.Training", "Masking")]
    [InlineData("Masking.Training.CommandLine", "Masking.Training")]
    public void TheGenerator_ReachesTheUsersOfOtherPackages(string id, string dependency)
    {
        using ZipArchive package = Open(id);

        XElement reference = Metadata(package, id).Descendants()
            .Single(element => element.Name.LocalName == "dependency" && element.Attribute("id")!.Value == dependency);

        Assert.Equal("All", reference.Attribute("include")!.Value);
        Assert.Equal(s_version, reference.Attribute("version")!.Value);
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(feed.Packages, $"{id}.{s_version}.nupkg"));

    private static XElement Metadata(ZipArchive package, string id) =>
        XDocument.Parse(Text(package.GetEntry($"{id}.nuspec")!)).Root!.Elements().Single();

    private static string Value(XElement metadata, string name) =>
        metadata.Elements().Single(element => element.Name.LocalName == name).Value;

    private static string Text(ZipArchiveEntry entry)
    {
        using StreamReader reader = new(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static MetadataReader Symbols(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        MemoryStream assembly = new();
        stream.CopyTo(assembly);
        assembly.Position = 0;
        PEReader reader = new(assembly);
        DebugDirectoryEntry embedded = reader.ReadDebugDirectory().Single(each => each.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        return reader.ReadEmbeddedPortablePdbDebugDirectoryData(embedded).GetMetadataReader();
    }
}
