using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Masking.CodeFixes.Members;

/// <summary>
/// Makes a declared member a partial property with only a getter. An initializer stays, and a getter that only creates a part becomes one.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialPropertyCodeFix))]
[Shared]
public sealed class MakePartialPropertyCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NotAPartialProperty.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<PropertyDeclarationSyntax>() is { ExplicitInterfaceSpecifier: null, Type: not RefTypeSyntax } property
            && reported.ModelOf(property.SyntaxTree) is { } model
            && !property.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword
                or SyntaxKind.ExternKeyword)
            && Getter(property, model) is { } getter)
        {
            IEnumerable<Edit> partial = property.Modifiers.Any(SyntaxKind.PartialKeyword) ? [] : [Edit.Before(property.Type, "partial ")];
            yield return new Offer(
                nameof(MakePartialPropertyCodeFix),
                $"Make '{property.Identifier.ValueText}' a partial property with only a getter",
                [.. Modifiers.Remove(property, SyntaxKind.RequiredKeyword), .. partial, .. getter]);
        }
    }

    /// <summary>Makes the accessors <c>{ get; }</c>; null if code would be lost.</summary>
    private static IEnumerable<Edit>? Getter(PropertyDeclarationSyntax property, SemanticModel model)
    {
        if (property.ExpressionBody is { } body)
        {
            return IsInitializer(body.Expression, model) ? [Edit.Replace(body.ArrowToken, "{ get; } =")] : null;
        }

        AccessorDeclarationSyntax[] accessors = [.. property.AccessorList!.Accessors];
        if (accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) is not { } getter)
        {
            return null;
        }

        if (accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }))
        {
            IEnumerable<Edit> initializer = property.Initializer is { } given && IsNull(given.Value, model)
                ? [new Edit(property.SyntaxTree, TextSpan.FromBounds(property.AccessorList.Span.End, property.SemicolonToken.Span.End), "")]
                : [];
            return accessors.Where(accessor => accessor != getter).Select(Edit.Remove).Concat(initializer);
        }

        ExpressionSyntax? result = getter.ExpressionBody?.Expression
            ?? (getter.Body is { Statements: [ReturnStatementSyntax { Expression: { } returned }] } ? returned : null);
        return accessors.Length == 1 && property.Initializer is null && result is not null && IsInitializer(result, model)
            && !HasComment(property.AccessorList)
                ? [Edit.Replace(property.AccessorList, $"{{ get; }} = {result};")]
                : null;
    }

    /// <summary>Whether an expression creates an object and uses nothing of the instance, to which an initializer has no access.</summary>
    private static bool IsInitializer(ExpressionSyntax expression, SemanticModel model) => expression is BaseObjectCreationExpressionSyntax
        && !expression.DescendantNodes().Any(node => node is ThisExpressionSyntax or BaseExpressionSyntax
            || (node is SimpleNameSyntax name && !IsQualified(name) && model.GetSymbolInfo(name).Symbol
                is { IsStatic: false, Kind: SymbolKind.Property or SymbolKind.Field or SymbolKind.Method or SymbolKind.Event }));

    /// <summary>Whether the name belongs to another object than the instance, or to a parameter.</summary>
    private static bool IsQualified(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name == name,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left == name,
        _ => name.Parent is NameColonSyntax,
    };

    private static bool IsNull(ExpressionSyntax value, SemanticModel model) =>
        model.GetConstantValue(value) is { HasValue: true, Value: null };

    private static bool HasComment(SyntaxNode node) => node.DescendantTrivia()
        .Any(trivia => node.Span.Contains(trivia.Span) && trivia.Kind() is not (SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia));
}
