using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes;

/// <summary>Adds the modifier <c>partial</c>, which must be the last modifier.</summary>
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

        // The comments and indentation in front of the first token after the attributes move in front of the new modifier.
        SyntaxToken first =
            member.AttributeLists.Count > 0 ? member.AttributeLists.Last().GetLastToken().GetNextToken() : member.GetFirstToken();
        modifier = modifier.WithLeadingTrivia(first.LeadingTrivia);
        T bare = member.ReplaceToken(first, first.WithLeadingTrivia());
        return (T)bare.WithModifiers(SyntaxFactory.TokenList(modifier));
    }
}
