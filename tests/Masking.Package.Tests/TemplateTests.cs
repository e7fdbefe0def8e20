using System.Xml.Linq;

namespace Masking.Package.Tests;

/// <summary>The template of <c>dotnet new masked-agent</c>. <see cref="TutorialTests"/> use what it generates.</summary>
public sealed class TemplateTests(Feed feed)
{
    [Fact]
    public async Task ANameWithDotsAndHyphens_NamesProjectsAndNamespaces()
    {
        string folder = await Generate("Acme.Snake-Bot");

        await Command.Dotnet(folder, "build", "-warnaserror");

        Assert.Equal(
            ["Acme.Snake-Bot", "Acme.Snake-Bot.Tests", "Acme.Snake-Bot.Training"],
            Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        string program = await File.ReadAllTextAsync(
            Path.Combine(folder, "Acme.Snake-Bot.Training", "Program.cs"), TestContext.Current.CancellationToken);
        Assert.Contains("using Acme.Snake_Bot;", program);
        Assert.DoesNotContain("My", program);
    }

    [Fact]
    public async Task Versions_AreThoseOfTheRepository()
    {
        Dictionary<string, string> own = Versions(Repository.Root);

        Dictionary<string, string> generated = Versions(await Generate("Versions"));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Masking.Training"] = Repository.Metadata("Version"),
                ["Masking.Training.CommandLine"] = Repository.Metadata("Version"),
                ["TorchSharp-cpu"] = own["TorchSharp-cpu"],
                ["xunit.v3"] = own["xunit.v3"],
            },
            generated);
    }

    [Fact]
    public async Task TheList_DescribesTheTemplate()
    {
        await Generate("Listed");

        string list = await Dotnet("new", "list", "masked-agent");

        Assert.Matches("Masked agent +masked-agent +.C#. +Machine learning/Reinforcement learning", list);
    }

    private async Task<string> Generate(string name)
    {
        await Dotnet("new", "install", "Masking.Templates", "--force");
        await Dotnet("new", "masked-agent", "--name", name);
        return Path.Combine(feed.Folder, name);
    }

    /// <summary>Runs a command with templates that were installed for these tests, because the tutorial installs them, too.</summary>
    private Task<string> Dotnet(params string[] arguments) =>
        Command.Dotnet(feed.Folder, [.. arguments, "--debug:custom-hive", Path.Combine(feed.Folder, "hive")]);

    private static Dictionary<string, string> Versions(string folder) =>
        XDocument.Load(Path.Combine(folder, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
}
