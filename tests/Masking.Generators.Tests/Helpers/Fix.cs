using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators.Tests;

/// <summary>Applies code fixes.</summary>
internal static class Fix
{
    /// <summary>The generator. Projects contain what it generates, as in an editor.</summary>
    private static readonly AnalyzerFileReference s_generator = new(typeof(PolicyGenerator).Assembly.Location, new Loader());

    /// <summary>The titles of what a fix offers for a source, without repetitions.</summary>
    public static async Task<string[]> Titles(CodeFixProvider fix, string source, params string[] symbols) =>
        [.. (await Offers(fix, DocumentOf(source, symbols))).Select(offer => offer.Title).Distinct()];

    /// <summary>
    /// Applies an offer to the first diagnostic of a source, and to all of them in the document and the solution. The result is valid, and
    /// the same each time.
    /// </summary>
    /// <param name="fix">The fix.</param>
    /// <param name="title">The title of the offer.</param>
    /// <param name="wrong">The source.</param>
    /// <param name="right">The source after the offer was applied.</param>
    /// <param name="isOne">Whether one application is enough.</param>
    public static async Task Check(CodeFixProvider fix, string title, string wrong, string right, bool isOne = true)
    {
        if (isOne)
        {
            Assert.Equal(right, await Apply(fix, wrong, title));
        }

        Assert.Equal(right, await ApplyAll(fix, wrong, title));
        Assert.Equal([right], await ApplyToSolution(fix, [wrong], title));
        Compile.Valid(right);
    }

    /// <summary>Applies an offer that has another title for each diagnostic to all of them.</summary>
    public static async Task CheckAll(CodeFixProvider fix, string wrong, string right)
    {
        Assert.Equal(right, await ApplyAll(fix, wrong));
        Assert.Equal([right], await ApplyToSolution(fix, [wrong]));
        Compile.Valid(right);
    }

    /// <summary>
    /// As <see cref="Check"/>, for a source with branches: the offer changes the branch that is compiled. All branches are changed where
    /// the file is linked into projects that compile each of them.
    /// </summary>
    /// <param name="fix">The fix.</param>
    /// <param name="title">The offer; null for the first.</param>
    /// <param name="wrong">The source.</param>
    /// <param name="inOne">The source after <c>DEBUG</c> was defined and the offer applied.</param>
    /// <param name="inAll">The source that is linked into a project with <c>DEBUG</c>, and one without it.</param>
    public static async Task CheckBranches(CodeFixProvider fix, string? title, string wrong, string inOne, string inAll)
    {
        Assert.Equal(inOne, await Apply(fix, wrong, title, "DEBUG"));
        Assert.Equal(inAll, await ApplyToLinked(fix, wrong, title, ["DEBUG"], []));
        Valid(inOne, "DEBUG");
        Valid(inAll, "DEBUG");
        Valid(inAll);
    }

    /// <summary>The text after the first offer, or after the first one with a title.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="source">The source.</param>
    /// <param name="title">The title; null for any.</param>
    /// <param name="symbols">The symbols that are defined for <c>#if</c>.</param>
    public static async Task<string> Apply(CodeFixProvider fix, string source, string? title = null, params string[] symbols)
    {
        Document document = DocumentOf(source, symbols);
        Solution changed = await Apply(await Offer(fix, document, title), document.Project.Solution);
        return await TextOf(changed, document.Id);
    }

    /// <summary>The text after an offer was applied to all diagnostics of a document.</summary>
    public static async Task<string> ApplyAll(CodeFixProvider fix, string source, string? title = null, params string[] symbols)
    {
        Document document = DocumentOf(source, symbols);
        return await TextOf(await ApplyAll(fix, document, FixAllScope.Document, title), document.Id);
    }

    /// <summary>The texts of a project with several files, after an offer was applied to all diagnostics of the solution.</summary>
    public static async Task<string[]> ApplyToSolution(CodeFixProvider fix, string[] sources, string? title = null)
    {
        Project project = ProjectOf(sources, "Declared", []);
        Solution changed = await ApplyAll(fix, await FirstReported(fix, project.Solution), FixAllScope.Solution, title);
        return await Task.WhenAll(DocumentsOf(project).Select(document => TextOf(changed, document.Id)));
    }

    /// <summary>
    /// The text of a file that is linked into a project for each set of symbols, after an offer was applied to all diagnostics of the
    /// solution. The text is the same in all of them.
    /// </summary>
    public static async Task<string> ApplyToLinked(CodeFixProvider fix, string source, string? title, params string[][] symbols)
    {
        Solution solution = new AdhocWorkspace().CurrentSolution;
        foreach (string[] set in symbols)
        {
            solution = ProjectOf([source], $"With {string.Join(" ", set)}", set, solution).Solution;
        }

        Solution changed = await ApplyAll(fix, await FirstReported(fix, solution), FixAllScope.Solution, title);
        IEnumerable<DocumentId> linked = solution.Projects.Select(project => DocumentsOf(project).Single().Id);
        string[] texts = await Task.WhenAll(linked.Select(id => TextOf(changed, id)));
        return Assert.Single(texts.Distinct());
    }

    /// <summary>Compiles a source in which symbols are defined. It must be valid.</summary>
    public static void Valid(string source, params string[] symbols) => Compile.Valid(Compile.SourceWith(symbols, source));

    /// <summary>The actions that a fix offers for each diagnostic of a document that it can fix.</summary>
    public static async Task<IReadOnlyList<CodeAction>> Offers(CodeFixProvider fix, Document document)
    {
        List<CodeAction> offers = [];
        foreach (Diagnostic diagnostic in await Diagnostics(document, fix.FixableDiagnosticIds))
        {
            await fix.RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (action, _) => offers.Add(action), TestContext.Current.CancellationToken)
            );
        }

        return offers;
    }

    public static Document DocumentOf(string source, params string[] symbols) => DocumentsOf(ProjectOf([source], "Declared", symbols))[0];

    /// <summary>Applies an action.</summary>
    public static async Task<Solution> Apply(CodeAction action, Solution original)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        Solution changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
        Assert.NotSame(original, changed);
        return changed;
    }

    /// <summary>Applies an offer to all diagnostics in a scope.</summary>
    public static async Task<Solution> ApplyAll(CodeFixProvider fix, Document document, FixAllScope scope, string? title)
    {
        FixAllContext context = new(document, fix, scope, (await Offer(fix, document, title)).EquivalenceKey!, fix.FixableDiagnosticIds,
            new Provider(fix), TestContext.Current.CancellationToken);
        CodeAction? all = await fix.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(all);
        return await Apply(all, document.Project.Solution);
    }

    private static async Task<CodeAction> Offer(CodeFixProvider fix, Document document, string? title)
    {
        IReadOnlyList<CodeAction> offers = await Offers(fix, document);
        CodeAction? offer = offers.FirstOrDefault(offer => title is null || offer.Title == title);
        Assert.True(offer is not null, $"'{title}' is not among the offers: {string.Join(", ", offers.Select(offer => offer.Title))}");
        return offer;
    }

    private static async Task<Document> FirstReported(CodeFixProvider fix, Solution solution)
    {
        foreach (Document document in solution.Projects.SelectMany(project => project.Documents))
        {
            if ((await Offers(fix, document)).Count > 0)
            {
                return document;
            }
        }

        Assert.Fail("Nothing is offered.");
        throw new InvalidOperationException();
    }

    /// <summary>A project with files.</summary>
    public static Project ProjectOf(string[] sources, string name, string[] symbols, Solution? solution = null)
    {
        CSharpCompilation compilation = Compile.Source("");
        CSharpParseOptions options = (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
        Project project = (solution ?? new AdhocWorkspace().CurrentSolution)
            .AddProject(name, name, LanguageNames.CSharp)
            .WithCompilationOptions(compilation.Options)
            .WithParseOptions(options.WithPreprocessorSymbols(symbols))
            .WithMetadataReferences(compilation.References)
            .WithAnalyzerReferences([s_generator])
            .AddDocument("GlobalUsings.cs", compilation.SyntaxTrees[^1].GetText(TestContext.Current.CancellationToken)).Project;
        for (int i = 0; i < sources.Length; i++)
        {
            project = project.AddDocument($"Declared{i}.cs", sources[i], filePath: $"/Declared{i}.cs").Project;
        }

        return project;
    }

    private static Document[] DocumentsOf(Project project) =>
        [.. project.Documents.Where(document => document.Name != "GlobalUsings.cs").OrderBy(document => document.Name)];

    private static async Task<string> TextOf(Solution solution, DocumentId id) =>
        (await solution.GetDocument(id)!.GetTextAsync(TestContext.Current.CancellationToken)).ToString();

    /// <summary>What is reported in a document under some ids.</summary>
    public static async Task<Diagnostic[]> Diagnostics(Document document, params IEnumerable<string> ids)
    {
        Compilation? compilation = await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken);
        SyntaxTree? file = await document.GetSyntaxTreeAsync(TestContext.Current.CancellationToken);
        bool areOurs = ids.All(id => id.StartsWith("MASK", StringComparison.Ordinal));
        Diagnostic[] all = areOurs ? Analyze.WithoutCompiler(compilation!) : Analyze.WithCompiler(compilation!);
        return [.. all.Where(diagnostic => ids.Contains(diagnostic.Id) && diagnostic.Location.SourceTree == file)];
    }

    /// <summary>Returns the assembly of the generator.</summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => typeof(PolicyGenerator).Assembly;
    }

    private sealed class Provider(CodeFixProvider fix) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await Task.WhenAll(project.Documents.Select(document => Diagnostics(document, fix.FixableDiagnosticIds))))
                .SelectMany(all => all);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken
        ) => await Diagnostics(document, fix.FixableDiagnosticIds);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project,
            CancellationToken cancellationToken
        ) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
