using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Members;

/// <summary>
/// Makes a layer that only its initializer assigns read-only, so that the generated constructor registers it: adds <c>readonly</c> to a
/// field, or removes the setter of a property.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReadOnlyLayerCodeFix))]
[Shared]
public sealed class ReadOnlyLayerCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NotRegistered.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<VariableDeclaratorSyntax>() is { Initializer: not null } field
            && field.Parent is VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax } variable
            && reported.Symbol(field) is IFieldSymbol { IsStatic: false, IsReadOnly: false, IsVolatile: false } symbol
            && IsLayer(symbol.Type) && !IsAssigned(reported, symbol))
        {
            yield return new Offer("readonly", $"Make '{symbol.Name}' readonly", [Edit.Before(variable.Type, "readonly ")]);
        }
        else if (reported.Find<PropertyDeclarationSyntax>() is { Initializer: not null, AccessorList: { } accessors }
            && reported.Member is { IsStatic: false, SetMethod: not null } property
            && property.Type.Is(KnownTypes.Module) && !IsAssigned(reported, property))
        {
            IEnumerable<Edit> setter = accessors.Accessors.Where(accessor => accessor is { Body: null, ExpressionBody: null }
                && accessor.Kind() is SyntaxKind.SetAccessorDeclaration or SyntaxKind.InitAccessorDeclaration).Select(Edit.Remove);
            yield return new Offer("setter", $"Remove the setter of '{property.Name}'", [.. setter]);
        }
    }

    private static bool IsLayer(ITypeSymbol type) => type.Is(KnownTypes.Module) || type.Is(KnownTypes.Parameter)
        || type.Is(KnownTypes.Tensor) || (type as INamedTypeSymbol)?.OriginalDefinition.PolicyAttribute() is not null;

    /// <summary>Whether code assigns a member, or passes it by reference. Only code of its class has access to a private member.</summary>
    private static bool IsAssigned(Reported reported, ISymbol member) =>
        (member.DeclaredAccessibility == Accessibility.Private
            ? member.ContainingType.Parts()
            : reported.Compilation.SyntaxTrees.Select(file => file.GetRoot()))
            .SelectMany(part => part.DescendantNodes()).OfType<SimpleNameSyntax>()
            .Where(name => name.Identifier.ValueText == member.Name)
            .Select(name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (SyntaxNode)name)
            .Any(used => used.Parent switch
            {
                AssignmentExpressionSyntax assignment => assignment.Left == used,
                ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assigned } tuple } =>
                    assigned.Left == tuple,
                ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
                RefExpressionSyntax => true,
                _ => false,
            });
}
