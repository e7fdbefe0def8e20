using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Editing;

/// <summary>Changes of attributes and their named arguments.</summary>
internal static class AttributeEdits
{
    /// <summary>The named argument of an attribute; null if it is not given.</summary>
    public static AttributeArgumentSyntax? Argument(this AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>Gives a named argument a value.</summary>
    public static Edit Set(AttributeSyntax attribute, string name, string value)
    {
        string argument = $"{name} = {value}";
        return attribute.Argument(name) is { } given ? Edit.Replace(given.Expression, value)
            : attribute.ArgumentList is not { } list ? Edit.After(attribute, $"({argument})")
            : list.Arguments.Count == 0 ? Edit.After(list.OpenParenToken, argument)
            : Edit.After(list.Arguments.Last(), $", {argument}");
    }

    /// <summary>Removes a named argument, and the parentheses if they are empty then; no changes if it is not given.</summary>
    public static IReadOnlyList<Edit> Remove(AttributeSyntax attribute, string name)
    {
        if (attribute.Argument(name) is not { } argument)
        {
            return [];
        }

        AttributeArgumentListSyntax list = attribute.ArgumentList!;
        return list.Arguments.Count > 1 ? ListEdits.Remove(list.Arguments, argument)
            : [list.ContainsDirectives || HasComment(list) ? Edit.Remove(argument) : Edit.Replace(list, "")];
    }

    private static bool HasComment(SyntaxNode node) =>
        node.DescendantTrivia().Any(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);

    /// <summary>Removes an attribute, and its brackets if they are empty then.</summary>
    public static IReadOnlyList<Edit> Remove(AttributeSyntax attribute) =>
        attribute.Parent is AttributeListSyntax { Attributes.Count: > 1 } list
            ? ListEdits.Remove(list.Attributes, attribute)
            : [Edit.Remove(attribute.Parent!)];
}
