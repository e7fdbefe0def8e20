using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Masking.CodeFixes.Editing;

/// <summary>Applies the changes of offers.</summary>
internal static class Edits
{
    /// <summary>
    /// The solution with the changes of all offers. An offer that contradicts an earlier one is left out. A file that is linked into
    /// several projects is changed in all of them.
    /// </summary>
    public static async Task<Solution> Apply(Solution solution, IEnumerable<Offer> offers, CancellationToken cancellation)
    {
        ILookup<DocumentId, TextChange> files = Compatible(solution, offers).ToLookup(edit => edit.Document, edit => edit.Change);
        foreach (IGrouping<DocumentId, TextChange> file in files)
        {
            Document document = solution.GetDocument(file.Key)!;
            SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            SourceText changed = text.WithChanges(file.OrderBy(change => change.Span.Start));
            solution = solution.WithDocumentText([document.Id, .. document.GetLinkedDocumentIds()], changed);
        }

        return solution;
    }

    private static List<(DocumentId Document, TextChange Change)> Compatible(Solution solution, IEnumerable<Offer> offers)
    {
        List<(DocumentId Document, TextChange Change)> accepted = [];
        foreach (Offer offer in offers)
        {
            List<(DocumentId Document, TextChange Change)> added = [];
            bool isCompatible = true;
            foreach (IGrouping<SyntaxTree, Edit> file in offer.Edits.GroupBy(edit => edit.File))
            {
                DocumentId document = FirstLinked(solution.GetDocument(file.Key)!);
                TextChange[] others = [.. accepted.Where(other => other.Document == document).Select(other => other.Change)];
                TextChange[] changes = [.. file.Select(edit => edit.Change).Except(others)];
                isCompatible &= !changes.Any(change => others.Any(other => Contradict(change, other)))
                    && Configurations.StayValid(file.Key, others.Concat(changes));
                added.AddRange(changes.Select(change => (document, change)));
            }

            accepted.AddRange(isCompatible ? added : []);
        }

        return accepted;
    }

    /// <summary>The document that stands for all that are the same file.</summary>
    private static DocumentId FirstLinked(Document document) =>
        document.GetLinkedDocumentIds().Add(document.Id).OrderBy(id => id.Id).First();

    private static bool Contradict(TextChange change, TextChange other) =>
        change.Span.OverlapsWith(other.Span) || change.Span.Start == other.Span.Start;
}
