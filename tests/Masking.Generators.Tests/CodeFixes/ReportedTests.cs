using Masking.CodeFixes.Attributes;
using Masking.CodeFixes.Members;
using Masking.CodeFixes.Types;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Tests.CodeFixes;

/// <summary>A diagnostic may be reported in another file than the member that it is about.</summary>
public sealed class ReportedTests
{
    private const string Move = "public record struct Move([ActionMask(Choices = 3)] int Speed, int Gear);";
    private const string Policy = "[MaskedPolicy] public partial class Policy { [Observation(4)] public partial MlpEncoder Globals { "
        + "get; } "
        + "[ActionMask] public partial Head<Move> Run { get; } }";

    [Fact]
    public async Task Parameter_IsFixedWhereItIsReported() => Assert.Equal(
        Move.Replace("int Gear", "[ActionMask(Choices = 2)] int Gear", StringComparison.Ordinal),
        await Fixed<ParameterSyntax>(new ChoicesCodeFix(), Rules.ChoicesDoNotFit));

    [Fact]
    public async Task Struct_IsFixedForTheMemberThatIsAFurtherPlace() => Assert.Equal(
        Move.Replace("record", "readonly record", StringComparison.Ordinal),
        await Fixed<RecordDeclarationSyntax>(new MakeReadOnlyStructCodeFix(), Rules.UnsupportedActionType));

    [Theory]
    [InlineData(typeof(ChoicesCodeFix), "public readonly record struct Move(int Speed, int Gear);",
        "public readonly record struct Move([ActionMask(Choices = 2)] int Speed, [ActionMask(Choices = 2)] int Gear);")]
    [InlineData(typeof(ComponentArgumentCodeFix),
        "public readonly record struct Move([ActionMask(Choices = 3, AllowEmpty = true)] int Gear);",
        "public readonly record struct Move([ActionMask(Choices = 3)] int Gear);")]
    [InlineData(typeof(MakeReadOnlyStructCodeFix), "public record struct Move(bool Up);", "public readonly record struct Move(bool Up);")]
    [InlineData(typeof(RenameCodeFix), "public readonly record struct Move(bool AllowAll);",
        "public readonly record struct Move(bool AllowAllChoice);")]
    public async Task Struct_IsFixedInItsFile(Type fix, string wrong, string right)
    {
        string[] fixedTexts = await Fix.ApplyToSolution((CodeFixProvider)Activator.CreateInstance(fix)!, [wrong, Policy]);

        Assert.Equal([right, Policy], fixedTexts);
        Compile.Valid(fixedTexts);
    }

    /// <summary>The file of the struct, after the fix of a rule that is reported at its last node of a kind.</summary>
    private static async Task<string> Fixed<T>(CodeFixProvider fix, DiagnosticDescriptor rule) where T : SyntaxNode
    {
        Project project = Fix.ProjectOf([Move, Policy], "Declared", []);
        Document[] documents = [.. project.Documents.Where(document => document.FilePath is not null)];
        Compilation compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        SyntaxNode[] roots =
        [
            .. documents.Select(document => compilation.SyntaxTrees.Single(tree => tree.FilePath == document.FilePath)
                .GetRoot(TestContext.Current.CancellationToken)),
        ];
        Diagnostic diagnostic = Diagnostic.Create(
            rule,
            roots[0].DescendantNodes().OfType<T>().Last().GetLocation(),
            [roots[1].DescendantNodes().OfType<PropertyDeclarationSyntax>().Last().Identifier.GetLocation()]);

        List<CodeAction> offers = [];
        await fix.RegisterCodeFixesAsync(
            new CodeFixContext(documents[0], diagnostic, (offer, _) => offers.Add(offer), TestContext.Current.CancellationToken));
        Solution changed = await Fix.Apply(Assert.Single(offers), project.Solution);
        return (await changed.GetDocument(documents[0].Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }
}
