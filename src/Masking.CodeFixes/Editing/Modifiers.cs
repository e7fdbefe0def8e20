using Masking.CodeFixes.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Editing;

/// <summary>Changes of modifiers.</summary>
internal static class Modifiers
{
    /// <summary>Makes all parts of types partial. The modifier is the last one.</summary>
    public static IReadOnlyList<Edit> MakePartial(IEnumerable<INamedTypeSymbol> types) =>
    [
        .. types.SelectMany(type => type.Parts())
            .Where(part => !part.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(part => Edit.Before(part.Keyword, "partial ")),
    ];

    /// <summary>Removes a modifier; no changes if it is not there.</summary>
    public static IEnumerable<Edit> Remove(MemberDeclarationSyntax member, SyntaxKind modifier) =>
        member.Modifiers.Where(token => token.IsKind(modifier)).Select(Edit.Remove);
}
