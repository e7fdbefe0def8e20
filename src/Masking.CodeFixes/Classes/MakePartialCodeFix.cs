using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Classes;

/// <summary>Makes a policy, and all types around it, partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix))]
[Shared]
public sealed class MakePartialCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NotPartial.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<TypeDeclarationSyntax>() is { } syntax && reported.Symbol(syntax) is INamedTypeSymbol type)
        {
            IReadOnlyList<Edit> edits = Modifiers.MakePartial(type.TypesAround());
            string around = edits.Count > 1 ? " and the types around it" : "";
            yield return new Offer(nameof(MakePartialCodeFix), $"Make '{type.Name}'{around} partial", edits);
        }
    }
}
