using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.CodeFixes.Editing;

/// <summary>
/// Applies the same offer to all diagnostics. The provider of Roslyn compares changed documents, in which edits of one file that is linked
/// into several projects contradict each other.
/// </summary>
internal sealed class AllOffers : FixAllProvider
{
    public static FixAllProvider Provider { get; } = new AllOffers();

    public override Task<CodeAction?> GetFixAsync(FixAllContext context) => Task.FromResult<CodeAction?>(CodeAction.Create(
        $"Fix all {string.Join(", ", context.DiagnosticIds)}",
        cancellation => FixAll(context, cancellation),
        context.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAll(FixAllContext context, CancellationToken cancellation)
    {
        TextCodeFix fix = (TextCodeFix)context.CodeFixProvider;
        List<Offer> offers = [];
        foreach ((Document document, Diagnostic diagnostic) in await Diagnostics(context).ConfigureAwait(false))
        {
            IReadOnlyList<Offer> all = await fix.OffersFor(document, diagnostic, cancellation).ConfigureAwait(false);
            offers.AddRange(all.Where(offer => offer.Key == context.CodeActionEquivalenceKey).Take(1));
        }

        return await Edits.Apply(context.Solution, offers, cancellation).ConfigureAwait(false);
    }

    private static async Task<List<(Document Document, Diagnostic Diagnostic)>> Diagnostics(FixAllContext context)
    {
        IEnumerable<Document> documents = context.Scope switch
        {
            FixAllScope.Document => [context.Document!],
            FixAllScope.Project => context.Project.Documents,
            _ => context.Solution.Projects.Where(project => project.Language == context.Project.Language)
                .SelectMany(project => project.Documents),
        };
        List<(Document, Diagnostic)> all = [];
        foreach (Document document in documents)
        {
            ImmutableArray<Diagnostic> diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            all.AddRange(diagnostics.Select(diagnostic => (document, diagnostic)));
        }

        return all;
    }
}
