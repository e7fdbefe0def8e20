namespace Masking.Documentation.Tests;

/// <summary>
/// The commands in pages name projects and files that exist. Their folder is the root of the repository. Commands for the projects that a
/// template generates are run by the tests of the packages.
/// </summary>
public sealed class ShellBlockTests
{
    private static readonly string[] Folders = ["benchmarks", "docs", "samples", "src", "templates", "tests"];

    [Fact]
    public void EveryPath_Exists() => Failures.AssertNone(MarkdownPage.All
        .Where(page => page.Path != "docs/tutorial.md" && !page.Path.StartsWith("templates/", StringComparison.Ordinal))
        .SelectMany(Problems));

    [Theory]
    [InlineData("dotnet run --project sample/Harvest", "page.md:2: expected the folder or file of a project, got 'sample/Harvest'")]
    [InlineData("dotnet run --project samples", "page.md:2: expected the folder or file of a project, got 'samples'")]
    [InlineData("ls\ndotnet publish samples/QuickStar", "page.md:3: expected a path of the repository, got 'samples/QuickStar'")]
    public void AMistake_IsNamed(string command, string problem) =>
        Assert.Equal([problem], Problems(MarkdownPage.Parse("page.md", $"```sh\n{command}\n```")));

    private static IEnumerable<string> Problems(MarkdownPage page)
    {
        foreach (CodeBlock block in page.Blocks.Where(block => block.Language == "sh"))
        {
            foreach ((int line, string command) in block.Text.Split('\n').Index())
            {
                string place = $"{page.Path}:{block.Line + 1 + line}";
                string previous = "";
                foreach (string word in command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (previous == "--project" && !IsProject(word))
                    {
                        yield return $"{place}: expected the folder or file of a project, got '{word}'";
                    }
                    else if (Folders.Contains(word.Split('/')[0]) && !Repository.Contains(word))
                    {
                        yield return $"{place}: expected a path of the repository, got '{word}'";
                    }

                    previous = word;
                }
            }
        }
    }

    private static bool IsProject(string path) => path.EndsWith(".csproj", StringComparison.Ordinal)
        ? Repository.Contains(path)
        : Repository.Contains(path) && Directory.EnumerateFiles(Path.Combine(Repository.Root, path), "*.csproj").Any();
}
