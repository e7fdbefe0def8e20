using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes;

/// <summary>Adds <c>partial</c> where the language wants it: behind all other modifiers.</summary>
internal static class PartialModifier
{
    public static T AddTo<T>(T member) where T : MemberDeclarationSyntax
    {
        if (member.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return member;
        }

        SyntaxToken modifier = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (member.Modifiers.Count > 0)
        {
            return (T)member.WithModifiers(member.Modifiers.Add(modifier));
        }

        // The first token after the attributes gives its comments and its indentation to the one that now comes before it.
        SyntaxToken first =
            member.AttributeLists.Count > 0 ? member.AttributeLists.Last().GetLastToken().GetNextToken() : member.GetFirstToken();
        modifier = modifier.WithLeadingTrivia(first.LeadingTrivia);
        T bare = member.ReplaceToken(first, first.WithLeadingTrivia());
        return (T)bare.WithModifiers(SyntaxFactory.TokenList(modifier));
    }
}
