using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Naming;

internal static class Identifiers
{
    /// <summary>A name as C# code writes it: keywords get an <c>@</c>.</summary>
    public static string Escaped(this string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : "@" + name;
}
