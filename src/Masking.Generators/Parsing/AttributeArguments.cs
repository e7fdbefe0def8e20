using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>
/// Where the arguments of attributes are written. An argument is named by its property, as in <c>Choices = 5</c>, or by its constructor
/// parameter.
/// </summary>
internal static class AttributeArguments
{
    /// <summary>Where an attribute is written; null if that is in another assembly.</summary>
    public static Location? Location(this AttributeData attribute) => SyntaxOf(attribute)?.GetLocation();

    /// <summary>Whether the compiler reports the name of an argument, because the attribute has no such property.</summary>
    public static bool HasUnknownArgument(this AttributeData attribute) =>
        SyntaxOf(attribute)?.ArgumentList?.Arguments.Count(argument => argument.NameEquals is not null) > attribute.NamedArguments.Length;

    /// <summary>Where an argument is written, with its name; the attribute if the argument is not given.</summary>
    public static Location? LocationOf(this AttributeData attribute, string argument) =>
        Given(attribute, argument).FirstOrDefault()?.GetLocation() ?? attribute.Location();

    /// <summary>Where the constructor argument for a parameter is written; the attribute if the argument is not given.</summary>
    public static Location? LocationOf(this AttributeData attribute, int parameter) =>
        attribute.AttributeConstructor?.Parameters.ElementAtOrDefault(parameter) is { } known
            ? attribute.LocationOf(known.Name)
            : attribute.Location();

    /// <summary>Where the value of an argument is written; the attribute if the argument is not given.</summary>
    public static Location? LocationOfValue(this AttributeData attribute, string argument) => attribute.LocationOfElement(argument, 0);

    /// <summary>
    /// Where an element of an argument with several values is written, as in <c>Sees = [nameof(Enemies)]</c>; the argument, or else the
    /// attribute, if that is unknown.
    /// </summary>
    public static Location? LocationOfElement(this AttributeData attribute, string argument, int index) =>
        Given(attribute, argument).SelectMany(given => ElementsOf(given.Expression)).ElementAtOrDefault(index)?.GetLocation()
        ?? attribute.LocationOf(argument);

    private static AttributeSyntax? SyntaxOf(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;

    /// <summary>The syntax of an argument. The elements of a <c>params</c> array are separate arguments.</summary>
    private static IEnumerable<AttributeArgumentSyntax> Given(AttributeData attribute, string name)
    {
        ImmutableArray<IParameterSymbol> parameters = attribute.AttributeConstructor?.Parameters ?? [];
        return SyntaxOf(attribute)?.ArgumentList?.Arguments.Where((argument, i) => NameOf(argument, i, parameters) == name) ?? [];
    }

    private static string? NameOf(AttributeArgumentSyntax argument, int index, ImmutableArray<IParameterSymbol> parameters) =>
        argument.NameEquals?.Name.Identifier.ValueText
        ?? argument.NameColon?.Name.Identifier.ValueText
        ?? parameters.ElementAtOrDefault(Math.Min(index, parameters.Length - 1))?.Name;

    private static IEnumerable<ExpressionSyntax> ElementsOf(ExpressionSyntax value) => value switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } elements } => elements.Expressions,
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
        CollectionExpressionSyntax list => list.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
        _ => [value],
    };
}
