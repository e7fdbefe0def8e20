using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Masking.CodeFixes.Editing;

/// <summary>The layout of a file, which new code follows.</summary>
internal static class Layout
{
    /// <summary>
    /// What separates new code from a token behind it: a line break and its indentation, or a space if the token is within a line.
    /// </summary>
    public static string NewLineBefore(SyntaxToken token)
    {
        SourceText text = token.SyntaxTree!.GetText();
        string before = text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(token.SpanStart).Start, token.SpanStart));
        return string.IsNullOrWhiteSpace(before) ? LineBreakOf(text) + before : " ";
    }

    /// <summary>The white space at the start of the line of a token.</summary>
    public static string IndentationOf(SyntaxToken token)
    {
        SourceText text = token.SyntaxTree!.GetText();
        string line = text.Lines.GetLineFromPosition(token.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>The line break of a file, which is that of its first line.</summary>
    public static string LineBreakOf(SourceText text)
    {
        TextLine first = text.Lines[0];
        return first.EndIncludingLineBreak == first.End ? "\n" : text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
    }

    /// <summary>Whether a node is on one line.</summary>
    public static bool IsOnOneLine(SyntaxNode node)
    {
        LinePositionSpan lines = node.SyntaxTree.GetLineSpan(node.Span).Span;
        return lines.Start.Line == lines.End.Line;
    }
}
