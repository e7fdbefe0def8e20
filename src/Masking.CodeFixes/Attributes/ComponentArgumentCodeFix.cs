using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Attributes;

/// <summary>Removes an argument that has no effect on a parameter of a record struct.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ComponentArgumentCodeFix))]
[Shared]
public sealed class ComponentArgumentCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.WithoutEffectOnComponent.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<AttributeArgumentSyntax>() is { NameEquals.Name.Identifier.ValueText: var name } argument
            && argument.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute)
        {
            yield return new Offer(name, $"Remove '{name}'", AttributeEdits.Remove(attribute, name));
        }
    }
}
