using System.Text.RegularExpressions;

namespace Masking.Package.Tests;

/// <summary>
/// The tutorial, followed step by step in an empty folder: commands are run, files are created and edited, and the code and the output that
/// the page shows are compared with what is there.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>sh</c>: commands. The comment <c># fails</c> marks a command that fails.</item>
/// <item><c>text</c>: the output of the last command, or a part of it. Numbers and white space may differ, and <c>…</c> is any text.</item>
/// <item><c>csharp</c>: a part of the file that was named last. If the line before the block begins with "Create", the whole file.</item>
/// <item><c>diff</c>: a change of the file that was named last. A line with <c>@@</c> separates places of the file.</item>
/// </list>
/// </remarks>
/// <param name="feed">The packages.</param>
public sealed partial class FollowedTutorial(Feed feed) : IAsyncLifetime
{
    private const string TutorialPage = "docs/tutorial.md";

    /// <summary>The folder of the solution.</summary>
    public string Folder { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Shell shell = new(feed.Folder);
        string file = "";
        string output = "";
        foreach (CodeBlock block in MarkdownPage.Read(TutorialPage).Blocks.Where(block => block.Language.Length > 0))
        {
            file = FileName().Match(block.Introduction) is { Success: true } named ? named.Groups["file"].Value : file;
            string path = Path.Combine(shell.Folder, file);
            switch (block.Language)
            {
                case "sh":
                    output = await shell.Run(block.Text);
                    break;
                case "text":
                    AssertShown(block.Text, output);
                    break;
                case "csharp" when block.Introduction.StartsWith("Create ", StringComparison.Ordinal):
                    await File.WriteAllTextAsync(path, block.Text);
                    break;
                case "csharp":
                    Assert.True((await File.ReadAllTextAsync(path)).Contains(block.Text), $"{file} does not contain:\n{block.Text}");
                    break;
                case "diff":
                    await File.WriteAllTextAsync(path, Apply(block.Text, file, await File.ReadAllTextAsync(path)));
                    break;
                default:
                    Assert.Fail($"{TutorialPage}: a step cannot be '{block.Language}'.");
                    break;
            }
        }

        Folder = shell.Folder;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void AssertShown(string shown, string output)
    {
        string pattern = EscapedSpace().Replace(Regex.Escape(shown.Trim()), @"\s+");
        pattern = Number().Replace(pattern, @"[\d,.]+").Replace("…", ".*");
        Assert.True(Regex.IsMatch(output, pattern), $"{TutorialPage} shows this output:\n{shown}\nThe actual output is:\n{output}");
    }

    private static string Apply(string change, string file, string text)
    {
        foreach (string place in change.Split("@@\n"))
        {
            string[] lines = place.TrimEnd('\n').Split('\n');
            string before = string.Concat(lines.Where(line => !line.StartsWith('+')).Select(line => $"{line[1..]}\n"));
            string after = string.Concat(lines.Where(line => !line.StartsWith('-')).Select(line => $"{line[1..]}\n"));
            Assert.True(text.Split(before).Length == 2, $"{file} must contain this once:\n{before}");
            text = text.Replace(before, after);
        }

        return text;
    }

    [GeneratedRegex(@"`(?<file>[\w./]+\.cs)`")]
    private static partial Regex FileName();

    /// <summary>A number, but not one in a name, such as that of a diagnostic.</summary>
    [GeneratedRegex(@"(?<!\w)\d+(?:(?:,|\\\.)\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?:\\ |\\n)+")]
    private static partial Regex EscapedSpace();
}
