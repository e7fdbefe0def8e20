using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Masking.CodeFixes.Editing;

/// <summary>Inserts members into types, in the layout of the members that are there.</summary>
internal static class Insertion
{
    private const string Indentation = "    ";

    /// <summary>Inserts a member behind another one, or at the end of the type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="previous">The other member; null for the end.</param>
    /// <param name="lines">The lines of the member. They are joined where the type or the other member is on one line.</param>
    public static Edit Member(TypeDeclarationSyntax type, MemberDeclarationSyntax? previous, params string[] lines)
    {
        SourceText text = type.SyntaxTree.GetText();
        string newLine = Layout.LineBreakOf(text);
        string around = Layout.IndentationOf(type.GetFirstToken());
        string inside = type.Members.Count == 0 ? around + Indentation : Layout.IndentationOf(type.Members[0].GetFirstToken());
        string Lines(IEnumerable<string> all) => string.Join(newLine, all.Select(line => inside + line));

        if (type.OpenBraceToken.IsKind(SyntaxKind.None))
        {
            return Edit.Replace(type.SemicolonToken, $"{newLine}{around}{{{newLine}{Lines(lines)}{newLine}{around}}}");
        }

        if (IsWithinOneLine(type, text))
        {
            string member = string.Join(" ", lines);
            bool hasSpace = char.IsWhiteSpace(text[type.CloseBraceToken.SpanStart - 1]);
            return previous is null
                ? Edit.Before(type.CloseBraceToken, $"{(hasSpace ? "" : " ")}{member} ")
                : Edit.After(previous, $" {member}");
        }

        bool isCompact = previous is not null && Layout.IsOnOneLine(previous);
        string[] written = isCompact ? [string.Join(" ", lines)] : lines;
        string separation = isCompact || type.Members.Count == 0 ? newLine : newLine + newLine;
        if (previous is not null && LineEndBehind(previous, text) is { } end && !IsInABranchOf(type, end))
        {
            return new Edit(type.SyntaxTree, new TextSpan(end, 0), separation + Lines(written));
        }

        int line = text.Lines.GetLineFromPosition(type.CloseBraceToken.SpanStart).Start;
        string before = type.Members.Count == 0 || isCompact ? "" : newLine;
        return new Edit(type.SyntaxTree, new TextSpan(line, 0), before + Lines(written) + newLine);
    }

    private static bool IsWithinOneLine(TypeDeclarationSyntax type, SourceText text) =>
        text.Lines.GetLineFromPosition(type.CloseBraceToken.SpanStart).ToString().TrimStart() is not ['}', ..];

    /// <summary>The end of the line of a member; null if another member or a longer comment begins on it.</summary>
    private static int? LineEndBehind(SyntaxNode member, SourceText text)
    {
        int end = text.Lines.GetLineFromPosition(member.Span.End).End;
        bool isInComment = member.GetTrailingTrivia()
            .Any(trivia => trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && trivia.Span.End > end);
        return isInComment || member.GetLastToken().GetNextToken().SpanStart <= end ? null : end;
    }

    /// <summary>Whether a position is within an <c>#if</c> that ends within the type.</summary>
    private static bool IsInABranchOf(TypeDeclarationSyntax type, int position)
    {
        int depth = 0;
        foreach (SyntaxTrivia trivia in type.DescendantTrivia().Where(trivia => trivia.SpanStart >= position))
        {
            depth += trivia.IsKind(SyntaxKind.IfDirectiveTrivia) ? 1 : trivia.IsKind(SyntaxKind.EndIfDirectiveTrivia) ? -1 : 0;
            if (depth < 0)
            {
                return true;
            }
        }

        return false;
    }
}
