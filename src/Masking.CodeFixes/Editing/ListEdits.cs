using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Masking.CodeFixes.Editing;

/// <summary>Changes of lists whose elements are separated by commas.</summary>
internal static class ListEdits
{
    /// <summary>
    /// Removes one of several elements, and a comma beside it that is in the same branch. Comments stay. If there is no such comma, the
    /// result contains the directive between, and is therefore not offered.
    /// </summary>
    public static IReadOnlyList<Edit> Remove<T>(SeparatedSyntaxList<T> list, T element) where T : SyntaxNode
    {
        int index = list.IndexOf(element);
        bool isFirst = index == 0;
        bool isLast = index == list.Count - 1;
        return isFirst || (!isLast && HasDirective(list.GetSeparator(index - 1).Span.End, element.SpanStart, element))
            ? WithNext(element, list.GetSeparator(index), list[index + 1])
            : WithPrevious(list[index - 1], list.GetSeparator(index - 1), element);
    }

    private static IReadOnlyList<Edit> WithPrevious(SyntaxNode previous, SyntaxToken comma, SyntaxNode element)
    {
        SyntaxTree file = element.SyntaxTree;
        return !IsBlank(file, comma.Span.End, element.SpanStart) && !HasDirective(comma.Span.End, element.SpanStart, element)
                ? [Edit.Replace(comma, ""), Edit.Remove(element)]
            : IsBlank(file, previous.Span.End, comma.SpanStart)
                ? [new Edit(file, TextSpan.FromBounds(previous.Span.End, element.Span.End), "")]
            : [Edit.Remove(file, TextSpan.FromBounds(comma.SpanStart, element.Span.End))];
    }

    private static IReadOnlyList<Edit> WithNext(SyntaxNode element, SyntaxToken comma, SyntaxNode next)
    {
        SyntaxTree file = element.SyntaxTree;
        return !IsBlank(file, element.Span.End, comma.SpanStart) && !HasDirective(element.Span.End, comma.SpanStart, element)
                ? [Edit.Remove(element), Edit.Replace(comma, "")]
            : IsBlank(file, comma.Span.End, next.SpanStart)
                ? [new Edit(file, TextSpan.FromBounds(element.SpanStart, next.SpanStart), "")]
            : [Edit.Remove(file, TextSpan.FromBounds(element.SpanStart, comma.Span.End))];
    }

    private static bool IsBlank(SyntaxTree file, int start, int end) =>
        string.IsNullOrWhiteSpace(file.GetText().ToString(TextSpan.FromBounds(start, end)));

    private static bool HasDirective(int start, int end, SyntaxNode node) =>
        !new Edit(node.SyntaxTree, TextSpan.FromBounds(start, end), "").IsWithinABranch;
}
