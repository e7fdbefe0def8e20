using Microsoft.CodeAnalysis;

namespace Masking.Documentation.Tests;

/// <summary>
/// The page about generated code shows the whole file of a policy. Set <c>UPDATE_SNAPSHOTS=1</c> to accept what the generator emits.
/// </summary>
public sealed class GeneratedCodePageTests
{
    private const string Path = "docs/generated-code.md";
    private const string Example = "# Page\n```csharp\nclass A\n{\n```\nprose\n```csharp\n// one\nint one = 1;\n```\n"
        + "```csharp\nint two = 2;\n}\n```\n";

    private static readonly bool Accept = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") is "1" or "true";

    [Fact]
    public void ThePage_ShowsTheWholeFile()
    {
        string file = ExampleFiles.Compile().Compilation.SyntaxTrees
            .Single(tree => System.IO.Path.GetFileName(tree.FilePath) == "SkirmishPolicy.g.cs").ToString();
        if (Accept)
        {
            string updated = CodeListing.Update(Repository.Read(Path), PartsOf(MarkdownPage.Read(Path)), file);
            File.WriteAllText(System.IO.Path.Combine(Repository.Root, Path), updated);
        }

        string? difference = CodeListing.Difference(PartsOf(MarkdownPage.Read(Path)), file);

        Assert.True(difference is null, $"{difference}. Set UPDATE_SNAPSHOTS=1 to accept what the generator emits.");
    }

    [Theory]
    [InlineData("class A\n{\n\n  // one\n  int one = 1;\n  int two = 2;\n}", null)]
    [InlineData("class A\n{\n// two\nint one = 1;\nint two = 2;\n}", "page.md:8: expected '// two', got '// one'")]
    [InlineData("class A\n{\n// one\nint one = 1;\nint two = 2;\n}\n}", "the end of the page: expected '}', got 'the end'")]
    [InlineData("class A\n{\n// one\nint one = 1;\nint two = 2;", "page.md:13: expected 'the end', got '}'")]
    public void ADifference_IsNamedWithItsLine(string file, string? difference) =>
        Assert.Equal(difference, CodeListing.Difference(MarkdownPage.Parse("page.md", Example).Blocks, file));

    [Fact]
    public void AnUpdate_KeepsTheProse()
    {
        const string File = "class B\n{\n    // two\n    // lines\n    [A]\n    int one = 1;\n    int more = 3;\n\n    int two = 2;\n}\n";

        string updated = CodeListing.Update(Example, MarkdownPage.Parse("page.md", Example).Blocks, File);

        Assert.Equal(
            "# Page\n```csharp\nclass B\n{\n```\nprose\n```csharp\n// two\n// lines\n[A]\nint one = 1;\nint more = 3;\n```\n```csharp\n"
                + "    int two = 2;\n}\n```\n",
            updated);
        Assert.Null(CodeListing.Difference(MarkdownPage.Parse("page.md", updated).Blocks, File));
    }

    /// <summary>The blocks behind the declaration.</summary>
    private static CodeBlock[] PartsOf(MarkdownPage page) => [.. page.Blocks.Where(block => block.Language == "csharp").Skip(1)];
}
