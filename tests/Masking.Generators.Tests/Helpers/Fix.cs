using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.Generators.Tests;

/// <summary>Applies code fixes.</summary>
internal static class Fix
{
    /// <summary>The actions that a fix offers for each diagnostic that it can fix.</summary>
    public static async Task<IReadOnlyList<CodeAction>> Offers(CodeFixProvider fix, Document document)
    {
        List<CodeAction> offers = [];
        foreach (Diagnostic diagnostic in await Diagnostics(fix, document.Project))
        {
            await fix.RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (action, _) => offers.Add(action), TestContext.Current.CancellationToken)
            );
        }

        return offers;
    }

    /// <summary>The text after the fix's first offer.</summary>
    public static async Task<string> Apply(CodeFixProvider fix, string source)
    {
        Document document = DocumentOf(source);
        IReadOnlyList<CodeAction> offers = await Offers(fix, document);
        Assert.NotEmpty(offers);
        return await Apply(offers[0], document);
    }

    /// <summary>The text after all that the fix can fix is fixed at once.</summary>
    public static async Task<string> ApplyAll(CodeFixProvider fix, string source)
    {
        Document document = DocumentOf(source);
        IReadOnlyList<CodeAction> offers = await Offers(fix, document);
        FixAllContext context = new(
            document, fix, FixAllScope.Document, Assert.Single(offers.Select(offer => offer.EquivalenceKey).Distinct())!,
            fix.FixableDiagnosticIds, new Provider(fix), TestContext.Current.CancellationToken);
        CodeAction? all = await fix.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(all);
        return await Apply(all, document);
    }

    public static Document DocumentOf(string source)
    {
        Compilation compilation = Compile.Source(source);
        AdhocWorkspace workspace = new();
        Project project = workspace.CurrentSolution
            .AddProject("Declared", "Declared", LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(compilation.SyntaxTrees.First().Options)
            .WithMetadataReferences(compilation.References)
            .AddDocument("GlobalUsings.cs", compilation.SyntaxTrees.Last().GetText(TestContext.Current.CancellationToken)).Project;
        return project.AddDocument("Declared0.cs", source);
    }

    private static async Task<string> Apply(CodeAction action, Document document)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        Solution changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
        return (await changed.GetDocument(document.Id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private static async Task<Diagnostic[]> Diagnostics(CodeFixProvider fix, Project project)
    {
        Compilation? compilation = await project.GetCompilationAsync(TestContext.Current.CancellationToken);
        return [.. Analyze.Diagnostics(compilation!).Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id))];
    }

    private sealed class Provider(CodeFixProvider fix) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await Diagnostics(fix, project);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        ) => await Diagnostics(fix, document.Project);

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => await Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
