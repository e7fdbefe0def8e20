using Masking.CodeFixes.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.CodeFixes.Editing;

/// <summary>A fix that changes text. It leaves comments, layout, and the inactive branches of <c>#if</c> as they are.</summary>
public abstract class TextCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => AllOffers.Provider;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            Solution solution = context.Document.Project.Solution;
            foreach (Offer offer in await OffersFor(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(offer.Title, cancellation => Edits.Apply(solution, [offer], cancellation), offer.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>
    /// The offers for a diagnostic that can be applied without damage to code of other configurations. Generated files are left out,
    /// because they are written again.
    /// </summary>
    internal async Task<IReadOnlyList<Offer>> OffersFor(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        Solution solution = document.Project.Solution;
        Reported? reported = await Reported.Of(document, diagnostic, cancellation).ConfigureAwait(false);
        return reported is null ? [] :
        [
            .. Offers(reported)
                .Select(offer => offer with { Edits = [.. offer.Edits.Where(edit => !IsGenerated(solution, edit.File))] })
                .Where(offer => offer.Edits.Count > 0 && offer.Edits.All(edit => edit.IsWithinABranch))
                .Where(offer => offer.Edits.GroupBy(edit => edit.File)
                    .All(file => Configurations.StayValid(file.Key, file.Select(edit => edit.Change).Distinct()))),
        ];
    }

    private static bool IsGenerated(Solution solution, SyntaxTree file) => solution.GetDocument(file) is null or SourceGeneratedDocument;

    /// <summary>The offers for a diagnostic.</summary>
    private protected abstract IEnumerable<Offer> Offers(Reported reported);
}
