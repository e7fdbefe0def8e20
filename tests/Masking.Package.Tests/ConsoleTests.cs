using System.Globalization;

namespace Masking.Package.Tests;

/// <summary>The console application that README.md begins with.</summary>
public sealed class ConsoleTests(Feed feed)
{
    [Fact]
    public async Task TheProgramOfTheReadme_TrainsSavesAndLoads()
    {
        IReadOnlyList<CodeBlock> blocks = Page.Section("README.md", "First program");
        Assert.Equal(["sh", "csharp", "sh", "text"], blocks.Select(block => block.Language));
        Shell shell = new(feed.Folder);

        await shell.Run(blocks[0].Text);
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "Program.cs"), blocks[1].Text, TestContext.Current.CancellationToken);
        string output = await shell.Run(blocks[2].Text);

        // The digits of the mean return differ from processor to processor.
        string[] expected = blocks[3].Text.TrimEnd().Split('\n');
        string[] actual = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal(Label(expected[0]), Label(actual[0]));
        Assert.InRange(double.Parse(actual[0].Split(':')[1], CultureInfo.InvariantCulture), 0.6, 1);
        Assert.Equal(expected[1], actual[1]);
    }

    private static string Label(string line) => line.Split(':')[0];
}
