using Masking.Generators.Analysis;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Generators.Tests;

/// <summary>While a file is typed from start to end, neither the generator nor the analyzer throws, and what is generated is C#.</summary>
public sealed class PrefixTests
{
    public static TheoryData<int> Files { get; } = [.. Enumerable.Range(0, DeclaredProject.Files.Count)];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryToken(int file) => Type(DeclaredProject.Source, file, DeclaredProject.Source.SyntaxTrees[file]
        .GetRoot(TestContext.Current.CancellationToken)
        .DescendantTokens()
        .Select(token => token.Span.End)
        .Distinct());

    [Fact]
    public void EveryCharacter() => Type(Compile.Source(Declared.Smallest), file: 0, Enumerable.Range(0, Declared.Smallest.Length + 1));

    private static void Type(CSharpCompilation complete, int file, IEnumerable<int> ends)
    {
        SourceText text = complete.SyntaxTrees[file].GetText(TestContext.Current.CancellationToken);
        GeneratorDriver driver = Compile.Driver(complete);
        HashSet<SyntaxTree> read = [];
        foreach (int end in ends)
        {
            CSharpCompilation project = complete.ReplaceSyntaxTree(complete.SyntaxTrees[file],
                complete.SyntaxTrees[file].WithChangedText(text.GetSubText(new TextSpan(0, end))));
            Compiled compiled = Compile.Run(project, driver);
            driver = compiled.Driver;
            Check(project);
            Assert.All(compiled.Texts.Where(each => read.Add(each.SyntaxTree)), each => Assert.False(
                each.SyntaxTree.GetDiagnostics(TestContext.Current.CancellationToken)
                    .Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error),
                $"What is generated for the first {end} characters of file {file} is no C#:\n{each.SourceText}"));
        }
    }

    /// <summary>Checks every type as the analyzer does. The rest of its work is Roslyn's, and would take most of the time.</summary>
    private static void Check(CSharpCompilation project)
    {
        foreach (ISymbol type in project.GetSymbolsWithName(_ => true, SymbolFilter.Type, TestContext.Current.CancellationToken))
        {
            DeclarationCheck.Check((INamedTypeSymbol)type, new Reporter(_ => { }, project), TestContext.Current.CancellationToken);
        }
    }
}
