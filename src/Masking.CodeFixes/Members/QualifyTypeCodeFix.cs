using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Members;

/// <summary>Qualifies a type whose name means a generated or inherited member within the policy.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(QualifyTypeCodeFix))]
[Shared]
public sealed class QualifyTypeCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.HiddenType.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<SimpleNameSyntax>() is { } name && reported.ModelOf(name.SyntaxTree) is { } model
            && name.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() is { } outermost
            && model.LookupNamespacesAndTypes(outermost.SpanStart, name: name.Identifier.ValueText) is [INamedTypeSymbol type, ..])
        {
            string qualified = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
            yield return new Offer(nameof(QualifyTypeCodeFix), $"Change '{type.Name}' to '{qualified}'", [Edit.Replace(name, qualified)]);
        }
    }
}
