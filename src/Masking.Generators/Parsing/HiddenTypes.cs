using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Parsing;

/// <summary>
/// Finds types in declarations that share their name with a generated or inherited member of the policy. With the generated code, the name
/// means that member within the policy.
/// </summary>
/// <param name="type">The policy.</param>
/// <param name="nestedTypes">The names of its generated nested types.</param>
/// <param name="inherited">Its inherited members by name.</param>
internal sealed class HiddenTypes(INamedTypeSymbol type, string[] nestedTypes, ILookup<string, ISymbol> inherited)
{
    /// <summary>Reports such types; false if there is one that a generated or inherited member hides.</summary>
    public bool Check(List<Declaration> declarations, Reporter reporter, CancellationToken cancellation)
    {
        bool hasNone = true;
        foreach (Declaration declaration in declarations)
        {
            cancellation.ThrowIfCancellationRequested();
            (SimpleNameSyntax hidden, string? meaning) = NamesIn(declaration.Syntax)
                .Select(name => (Name: name, Meaning: MeaningOf(name, reporter)))
                .FirstOrDefault(candidate => candidate.Meaning is not null);
            if (meaning is not null)
            {
                string name = hidden.Identifier.ValueText;
                ISymbol? declared = DeclaredWith(name);
                Place place = Place.At(hidden.GetLocation()).RelatedTo(declared);
                reporter.Report(Rules.HiddenType, place, name, meaning, FullNameOf(hidden, reporter));
                hasNone &= declared is not null;
            }
        }

        return hasNone;
    }

    /// <summary>The unqualified names in a member's type and attributes.</summary>
    private static IEnumerable<SimpleNameSyntax> NamesIn(PropertyDeclarationSyntax syntax) => syntax.AttributeLists
        .SelectMany(list => list.DescendantNodes())
        .Concat(syntax.Type.DescendantNodesAndSelf())
        .OfType<SimpleNameSyntax>()
        .Where(name => name.Parent switch
        {
            QualifiedNameSyntax qualified => qualified.Left == name,
            MemberAccessExpressionSyntax access => access.Expression == name,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax called } } =>
                called.Identifier.ValueText != "nameof",
            AliasQualifiedNameSyntax or NameEqualsSyntax or NameColonSyntax or AttributeSyntax => false,
            _ => true,
        });

    /// <summary>The full name of the type that the author means: what the name refers to outside of the policy.</summary>
    private static string FullNameOf(SimpleNameSyntax name, Reporter reporter) =>
        TypeOutside(name, reporter)?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) ?? $"global::{name.Identifier.ValueText}";

    /// <summary>The type that the name means outside of the policy; null if there is none.</summary>
    private static INamedTypeSymbol? TypeOutside(SimpleNameSyntax name, Reporter reporter)
    {
        int outside = name.Ancestors().OfType<TypeDeclarationSyntax>().Last().SpanStart;
        return reporter.ModelOf(name.SyntaxTree).LookupNamespacesAndTypes(outside, name: name.Identifier.ValueText)
            .OfType<INamedTypeSymbol>().FirstOrDefault();
    }

    /// <summary>
    /// Whether a name in an attribute means a property instead of a type, which the compiler reports as a missing object reference. It
    /// means the type if the property has that type.
    /// </summary>
    private static bool IsHiddenBy(ISymbol declared, SimpleNameSyntax name, Reporter reporter) =>
        declared is IPropertySymbol { IsStatic: false } property
        && TypeOutside(name, reporter) is { } outside
        && !SymbolEqualityComparer.Default.Equals(outside, property.Type);

    /// <summary>The member that the author declared with a name; null if there is none.</summary>
    private ISymbol? DeclaredWith(string name) => type.GetMembers(name)
        .FirstOrDefault(member => !member.IsGenerated() || Declaration.AttributesOf(member).Length > 0);

    /// <summary>What the name means within the generated policy; null if it keeps its meaning.</summary>
    private string? MeaningOf(SimpleNameSyntax name, Reporter reporter)
    {
        string text = name.Identifier.ValueText;
        bool isType = name.Parent is TypeArgumentListSyntax or TypeOfExpressionSyntax
            || name.Ancestors().All(node => node is not AttributeSyntax);
        if (DeclaredWith(text) is { } declared)
        {
            return !isType && name.Parent is MemberAccessExpressionSyntax && IsHiddenBy(declared, name, reporter)
                ? $"member '{type.Name}.{text}'"
                : null;
        }

        return name is not IdentifierNameSyntax ? null
            : nestedTypes.Contains(text) ? $"generated type '{type.Name}.{text}'"
            : !isType && GeneratedNames.StaticMembers.Contains(text) ? $"generated member '{type.Name}.{text}'"
            : inherited[text].Any(member => !isType || member is INamedTypeSymbol) ? "member that every policy inherits"
            : null;
    }
}
