using System.Collections.Immutable;
using System.Composition;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.CodeFixes;

/// <summary>
/// Makes a declared member a partial property with only a getter. It removes the initializer, because the generated code builds the part.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialPropertyCodeFix))]
[Shared]
public sealed class MakePartialPropertyCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NotAPartialProperty.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<PropertyDeclarationSyntax>() is not { } property || !IsAutomatic(property))
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create(
                $"Make '{property.Identifier.ValueText}' a partial property with only a getter",
                _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(property, Declared(property)))),
                equivalenceKey: nameof(MakePartialPropertyCodeFix)),
            context.Diagnostics);
    }

    /// <summary>
    /// Whether the property can be converted without losing code: it is an auto-property, neither static nor an explicit implementation.
    /// </summary>
    private static bool IsAutomatic(PropertyDeclarationSyntax property) =>
        property is { ExpressionBody: null, ExplicitInterfaceSpecifier: null, AccessorList: { } accessors, Type: not RefTypeSyntax }
        && accessors.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null)
        && accessors.Accessors.Any(SyntaxKind.GetAccessorDeclaration)
        && !property.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static PropertyDeclarationSyntax Declared(PropertyDeclarationSyntax property)
    {
        PropertyDeclarationSyntax declared = property;
        if (property.Initializer is not null)
        {
            declared = declared.WithInitializer(null).WithSemicolonToken(default).WithTrailingTrivia(property.GetTrailingTrivia());
        }

        AccessorDeclarationSyntax getter = declared.AccessorList!.Accessors.First(accessor =>
            accessor.IsKind(SyntaxKind.GetAccessorDeclaration)
        );
        AccessorDeclarationSyntax last = declared.AccessorList.Accessors.Last();
        AccessorListSyntax onlyGetter = declared.AccessorList.WithAccessors(
            SyntaxFactory.SingletonList(getter.WithTrailingTrivia(last.GetTrailingTrivia()))
        );
        return PartialModifier.AddTo(declared.WithAccessorList(onlyGetter));
    }
}
