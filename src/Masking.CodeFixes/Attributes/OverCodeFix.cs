using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.CodeFixes.Attributes;

/// <summary>Adds <c>Over</c> to a head that points at elements, or removes it from other heads.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OverCodeFix))]
[Shared]
public sealed class OverCodeFix : TextCodeFix
{
    private const string Over = "Over";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.OverDoesNotFit.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { } head || head.AttributeOf(KnownTypes.ActionMask) is not { } attribute
            || attribute.Syntax() is not { } syntax)
        {
            yield break;
        }

        if (head.Type.DefinitionName() is not (KnownTypes.PointerHead or KnownTypes.SubsetHead))
        {
            yield return new Offer("remove", $"Remove '{Over}'", AttributeEdits.Remove(syntax, Over));
            yield break;
        }

        foreach (IPropertySymbol input in Referable.By(head, KnownTypes.ActionMask, Over))
        {
            string name = $"nameof({input.Name.Escaped()})";
            yield return new Offer(name, $"Add '{Over} = {name}'", [AttributeEdits.Set(syntax, Over, name)]);
        }
    }
}
