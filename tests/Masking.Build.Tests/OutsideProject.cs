namespace Masking.Build.Tests;

/// <summary>The tests that build projects next to the same clone, one after another.</summary>
[CollectionDefinition(nameof(OutsideProject))]
public sealed class OutsideProjectCollection : ICollectionFixture<OutsideProject>;

/// <summary>
/// A console project next to a clone, created by the instructions of CONTRIBUTING.md. The name of its folder has a space and a non-ASCII
/// letter.
/// </summary>
public sealed class OutsideProject : IAsyncLifetime
{
    private const string Inputs = """
        using Masking;
        using static TorchSharp.torch;

        Tensor globals = rand(16, 12), units = rand(16, 5, 9);
        Tensor unitsMask = ones(16, 5, ScalarType.Bool), commandMask = tensor([true, false, false, true]).expand(16, 4);

        """;

    private const string Checks = """

        (newLogProb.sum() + newValue.sum()).backward();
        bool legal = order is Order.Hold or Order.Attack && target is null == (order == Order.Hold);
        bool learns = policy.parameters().Any(parameter => parameter.grad is not null);
        bool finite = entropy.isfinite().all().item<bool>();
        Console.WriteLine($"legal: {legal}, agree: {newLogProb.allclose(logProb)}, finite: {finite}, learns: {learns}");
        """;

    private readonly TemporaryFolder _temporary = new();

    /// <summary>The expected output of the program.</summary>
    public const string Answer = "legal: True, agree: True, finite: True, learns: True";

    /// <summary>The XML that CONTRIBUTING.md adds to the project file.</summary>
    public static string Xml { get; } = Fence("CONTRIBUTING.md", "Use a clone instead of the packages", "xml").Single();

    /// <summary>The folder that contains the clone and the project.</summary>
    public string Folder => _temporary["mein Gehöft"];

    /// <summary>The project folder.</summary>
    public string Project => Path.Combine(Folder, "agent");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Repository.CopyTo(Path.Combine(Folder, "masking"), "src");
        await Command.Dotnet(Folder, "new", "console", "--no-restore", "--output", Project);
        string[] code = Fence("README.md", "A larger policy", "csharp");
        Add(Path.Combine(Project, "agent.csproj"), Xml);
        await File.WriteAllTextAsync(Path.Combine(Project, "SkirmishPolicy.cs"), code[0]);
        await File.WriteAllTextAsync(Path.Combine(Project, "Program.cs"), Inputs + code[1] + Checks);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _temporary.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Adds XML at the end of a project file.</summary>
    /// <param name="project">The path of the project file.</param>
    /// <param name="xml">The XML to add.</param>
    public static void Add(string project, string xml) =>
        File.WriteAllText(project, File.ReadAllText(project).Replace("</Project>", $"{xml}</Project>", StringComparison.Ordinal));

    private static string[] Fence(string page, string heading, string language) =>
        [.. MarkdownPage.Read(page).BlocksOf(heading).Where(block => block.Language == language).Select(block => $"{block.Text}\n")];
}
