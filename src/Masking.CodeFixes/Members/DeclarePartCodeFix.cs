using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Members;

/// <summary>Adds the attribute that makes a partial property a part of the policy. Its sizes are examples.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclarePartCodeFix))]
[Shared]
public sealed class DeclarePartCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NoAttribute.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<PropertyDeclarationSyntax>() is not { } property || reported.Member is not { } member)
        {
            yield break;
        }

        SyntaxToken next = property.Modifiers.First();
        foreach ((string definitionName, string arguments) in Attributes(member))
        {
            string attribute = $"[{reported.AttributeNameAt(property, definitionName)}{arguments}]";
            yield return new Offer(attribute, $"Add {attribute}", [Edit.Before(next, attribute + Layout.NewLineBefore(next))]);
        }
    }

    private static IEnumerable<(string DefinitionName, string Arguments)> Attributes(IPropertySymbol part) => part.Type switch
    {
        var type when type.ChosenType() is { } chosen =>
            [(KnownTypes.ActionMask, chosen.SpecialType == SpecialType.System_Int32 ? "(Choices = 2)" : "")],
        var type when type.DefinitionName() is KnownTypes.PointerHead or KnownTypes.SubsetHead =>
            Referable.By(part, KnownTypes.ActionMask, "Over").Select(input => (
                KnownTypes.ActionMask,
                $"(Over = nameof({input.Name.Escaped()}){(type.DefinitionName() == KnownTypes.SubsetHead ? ", AtMost = 8" : "")})")),
        var type when type.Is(KnownTypes.ValueHead) => [(KnownTypes.Value, "")],
        var type when type.Is(KnownTypes.VectorEncoder) => [(KnownTypes.Observation, "(12)")],
        var type when type.Is(KnownTypes.EntityEncoder) => [(KnownTypes.EntityMask, "(8)")],
        var type when type.Is(KnownTypes.GridEncoder) => [(KnownTypes.Observation, "(3, 8, 8)"), (KnownTypes.AgentGrid, "(3)")],
        _ => [(KnownTypes.Core, "(64)")],
    };
}
