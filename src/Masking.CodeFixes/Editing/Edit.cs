using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Masking.CodeFixes.Editing;

/// <summary>
/// A change in the text of a file. Fixes change text and not syntax trees: a tree contains only the active branches of <c>#if</c>, and a
/// changed tree moves comments.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Span">What is replaced.</param>
/// <param name="Text">What it is replaced by.</param>
internal readonly record struct Edit(SyntaxTree File, TextSpan Span, string Text)
{
    /// <summary>The change without its file.</summary>
    public TextChange Change => new(Span, Text);

    /// <summary>
    /// Whether the replaced text is code of one branch. Otherwise it contains a directive, and the change would damage other branches.
    /// </summary>
    public bool IsWithinABranch
    {
        get
        {
            TextSpan span = Span;
            return span.IsEmpty || !File.GetRoot().DescendantTrivia(span)
                .Any(trivia => (trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia)) && trivia.FullSpan.OverlapsWith(span));
        }
    }

    public static Edit Before(SyntaxToken token, string text) => new(token.SyntaxTree!, new TextSpan(token.SpanStart, 0), text);

    public static Edit Before(SyntaxNode node, string text) => Before(node.GetFirstToken(), text);

    public static Edit After(SyntaxToken token, string text) => new(token.SyntaxTree!, new TextSpan(token.Span.End, 0), text);

    public static Edit After(SyntaxNode node, string text) => After(node.GetLastToken(), text);

    public static Edit Replace(SyntaxToken token, string text) => new(token.SyntaxTree!, token.Span, text);

    public static Edit Replace(SyntaxNode node, string text) => new(node.SyntaxTree, node.Span, text);

    /// <summary>Removes a token, and the space or the line that it leaves empty.</summary>
    public static Edit Remove(SyntaxToken token) => Remove(token.SyntaxTree!, token.Span);

    /// <summary>Removes a node, and the space or the line that it leaves empty.</summary>
    public static Edit Remove(SyntaxNode node) => Remove(node.SyntaxTree, node.Span);

    /// <summary>Removes a part of a text, and the space or the line that it leaves empty.</summary>
    public static Edit Remove(SyntaxTree file, TextSpan span)
    {
        SourceText text = file.GetText();
        int start = span.Start;
        int end = span.End;
        while (start > 0 && IsSpace(text[start - 1]))
        {
            start--;
        }

        while (end < text.Length && IsSpace(text[end]))
        {
            end++;
        }

        TextLine first = text.Lines.GetLineFromPosition(start);
        TextLine last = text.Lines.GetLineFromPosition(end);
        bool isAtStart = start == first.Start;
        bool isAtEnd = end == last.End;
        TextSpan removed = isAtStart && isAtEnd ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak)
            : isAtEnd ? TextSpan.FromBounds(start, span.End)
            : TextSpan.FromBounds(span.Start, end);
        return new Edit(file, removed, "");
    }

    private static bool IsSpace(char character) => character is ' ' or '\t';
}
