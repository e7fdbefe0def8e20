namespace Masking.Package.Tests;

/// <summary>The first program of README.md, created and run by its commands in an empty folder outside of the repository.</summary>
/// <param name="feed">The packages.</param>
public sealed class FirstProgram(Feed feed) : IAsyncLifetime
{
    /// <summary>The project folder.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The output that README.md shows.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>The output of <c>dotnet run</c>.</summary>
    public string Output { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        IReadOnlyList<CodeBlock> blocks = MarkdownPage.Read("README.md").BlocksOf("First program");
        Assert.Equal(["sh", "csharp", "sh", "text"], blocks.Select(block => block.Language));
        Shell shell = new(feed.Folder);
        await shell.Run(blocks[0].Text);
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "Program.cs"), blocks[1].Text);
        Output = (await shell.Run(blocks[2].Text)).ReplaceLineEndings("\n");
        Folder = shell.Folder;
        Shown = blocks[3].Text;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Copies the project without its build outputs.</summary>
    /// <param name="name">The name of the new folder, next to the project folder.</param>
    /// <returns>The new folder.</returns>
    public string CopyTo(string name)
    {
        string copy = Path.Combine(Path.GetDirectoryName(Folder)!, name);
        Directory.CreateDirectory(copy);
        foreach (string file in new[] { "nim.csproj", "Program.cs" })
        {
            File.Copy(Path.Combine(Folder, file), Path.Combine(copy, file));
        }

        return copy;
    }
}
