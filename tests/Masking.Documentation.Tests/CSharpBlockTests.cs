using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Documentation.Tests;

/// <summary>
/// All C# of the pages is compiled. A complete program is compiled as it is. Other blocks occur in a file under <c>Examples</c>, in the
/// code that is generated for these files, or in the sample or template that the page shows; only comments and white space may differ. The
/// pages of diagnostics are compiled by the tests of the generator, and the tutorial by those of the packages.
/// </summary>
public sealed class CSharpBlockTests
{
    private static readonly Lazy<TokenList[]> Compiled = new(() =>
    [
        .. new[] { ExampleFiles.Folder, "samples", "templates" }
            .SelectMany(folder => Repository.Files(".cs", folder))
            .Select(path => new TokenList(path, Repository.Read(path), ExampleFiles.WithErrors.Select(example => example.Id))),
        .. ExampleFiles.Compile().Compilation.SyntaxTrees
            .Where(tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
            .Select(tree => new TokenList(tree.FilePath, tree.ToString(), [])),
    ]);

    [Fact]
    public void EveryBlock_OccursInACompiledFile() =>
        Failures.AssertNone(MarkdownPage.All
            .Where(page => !page.Path.StartsWith("docs/diagnostics/", StringComparison.Ordinal) && page.Path != "docs/tutorial.md")
            .SelectMany(page => Problems(page, Compiled.Value)));

    [Theory]
    [InlineData("using System;\n\nConsole.WriteLine(1);\n\nclass A;", null)]
    [InlineData("using System;\n\nConsole.WriteLine(one);\n\nclass A;", "page.md:1: this program does not compile: (3,19): error CS0103")]
    public void AProgram_IsCompiled(string program, string? problem)
    {
        IEnumerable<string> problems = Problems(MarkdownPage.Parse("page.md", $"```csharp\n{program}\n```"), []);

        Assert.Equal(problem is null ? 0 : 1, problems.Count());
        Assert.All(problems, actual => Assert.StartsWith(problem!, actual));
    }

    [Fact]
    public void ABlockThatDiffers_IsNamedWithTheNearestFile()
    {
        MarkdownPage page = MarkdownPage.Parse("page.md", "Text\n```csharp\nint one = 1;\nint two = 3;   // two\n```");
        TokenList[] files = [new("A.cs", "int one() => 1;", []), new("B.cs", "{\n  int one = 1; int two =\n    2;\n}", [])];

        string problem = Assert.Single(Problems(page, files));

        Assert.StartsWith("page.md:2: this code is in no compiled file. ", problem, StringComparison.Ordinal);
        Assert.EndsWith(
            "The nearest is B.cs:2: line 4 of the page has '3' where line 3 of the file has '2'.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ABlockWithoutCode_IsNamed() =>
        Assert.Equal(
            ["page.md:1: the block has no code"], Problems(MarkdownPage.Parse("page.md", "```csharp\n// nothing\n```"), []));

    [Theory]
    [InlineData("class A\n{\n    // int one = 1;\n}")]
    [InlineData("class A\n{\n    string one = \"\"\"\n        int one = 1;\n        \"\"\";\n}")]
    [InlineData("#if OTHER\nint one = 1;\n#endif")]
    public void CodeThatIsNotCompiled_IsNotFound(string file) =>
        Assert.Single(Problems(MarkdownPage.Parse("page.md", "```csharp\nint one = 1;\n```"), [new TokenList("A.cs", file, [])]));

    [Theory]
    [InlineData("class A\n{\n    int one=1; /* ... */\n}")]
    [InlineData("#if CS0311\nint one = 1;\n#endif")]
    public void CodeThatIsCompiled_IsFound(string file) =>
        Assert.Empty(Problems(
            MarkdownPage.Parse("page.md", "```csharp\nint one  = 1;    // one\n```"), [new TokenList("A.cs", file, ["CS0311"])]));

    private static IEnumerable<string> Problems(MarkdownPage page, TokenList[] files)
    {
        foreach (CodeBlock block in page.Blocks.Where(block => block.Language == "csharp"))
        {
            TokenList shown = new(page.Path, block.Text, []);
            if (shown.Count == 0)
            {
                yield return $"{block.Place}: the block has no code";
                continue;
            }

            if (IsProgram(block.Text))
            {
                foreach (Diagnostic error in ExampleFiles.CompileProgram(block.Text))
                {
                    string text = error.ToString().Replace("Program.cs", "", StringComparison.Ordinal);
                    yield return $"{block.Place}: this program does not compile: {text}";
                }

                continue;
            }

            (TokenList file, (int start, int length)) = files
                .Select(file => (file, file.LongestBeginningOf(shown)))
                .MaxBy(found => found.Item2.Length);
            if (length < shown.Count)
            {
                yield return $"{block.Place}: this code is in no compiled file. Write it to a file under {ExampleFiles.Folder}, or show "
                    + $"the code of a sample. The nearest is {file.Path}:{file.LineOf(start)}: line {block.Line + shown.LineOf(length)} of "
                    + $"the page has '{shown[length]}' where line {file.LineOf(start + length)} of the file has '{file[start + length]}'.";
            }
        }
    }

    /// <summary>Whether a block is a whole file: usings, statements and the types that they use.</summary>
    private static bool IsProgram(string text)
    {
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(text);
        return unit.Usings.Any()
            && unit.Members.OfType<GlobalStatementSyntax>().Any()
            && unit.Members.OfType<TypeDeclarationSyntax>().Any();
    }
}
