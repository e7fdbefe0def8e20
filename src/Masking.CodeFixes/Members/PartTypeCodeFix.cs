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

/// <summary>Makes the type of a member fit its attribute: removes a <c>?</c>, or replaces the type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PartTypeCodeFix))]
[Shared]
public sealed class PartTypeCodeFix : TextCodeFix
{
    private const string MlpEncoder = "Masking.MlpEncoder";
    private const string ConvEncoder = "Masking.ConvEncoder";
    private const string DeepSetEncoder = "Masking.DeepSetEncoder";
    private const string MlpCore = "Masking.MlpCore";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.TypeDoesNotFit.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { } member || reported.Find<PropertyDeclarationSyntax>() is not { } property
            || Declaration.AttributesOf(member) is not [{ AttributeClass: { } attributeType } attribute])
        {
            yield break;
        }

        string role = attributeType.DefinitionName();
        if (property.Type is NullableTypeSyntax nullable && Fits(member.Type, role, attribute))
        {
            yield return new Offer("nullable", "Remove '?'", [Edit.Replace(nullable.QuestionToken, "")]);
        }
        else if (property.Initializer is null)
        {
            foreach (string type in Fitting(reported, property, member.Type, role, attribute))
            {
                yield return new Offer(type, $"Change the type to '{type}'", [Edit.Replace(property.Type, type)]);
            }
        }
    }

    private static bool Fits(ITypeSymbol type, string role, AttributeData attribute) => role switch
    {
        KnownTypes.ActionMask => type.ChosenType() is not null || type.DefinitionName() is KnownTypes.PointerHead or KnownTypes.SubsetHead,
        KnownTypes.Observation => type.Is(IsMap(attribute) ? KnownTypes.GridEncoder : KnownTypes.VectorEncoder),
        KnownTypes.EntityMask => type.Is(KnownTypes.EntityEncoder),
        KnownTypes.AgentGrid => type.Is(KnownTypes.GridEncoder),
        KnownTypes.Core => type.Is(KnownTypes.PolicyCore) || type.Is(KnownTypes.RecurrentCore),
        _ => type.Is(KnownTypes.ValueHead),
    };

    private static IEnumerable<string> Fitting(
        Reported reported, PropertyDeclarationSyntax property, ITypeSymbol type, string role, AttributeData attribute)
    {
        string[] names = role switch
        {
            KnownTypes.ActionMask => [],
            KnownTypes.Observation => [IsMap(attribute) ? ConvEncoder : MlpEncoder],
            KnownTypes.EntityMask => [KnownTypes.AttentionEncoder, DeepSetEncoder],
            KnownTypes.AgentGrid => [ConvEncoder],
            KnownTypes.Core => [MlpCore],
            _ => [KnownTypes.ValueHead],
        };
        IEnumerable<string> parts = names.Select(name => reported.NameAt(property.Type, name));
        return role == KnownTypes.ActionMask && CanBeChosen(type)
            ? [reported.NameAt(property.Type, KnownTypes.Head).Replace("<T>", $"<{property.Type}>")]
            : parts;
    }

    /// <summary>Whether the member has the type of its actions, in place of a head that chooses them.</summary>
    private static bool CanBeChosen(ITypeSymbol type) => type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32
        || type is INamedTypeSymbol { TypeKind: TypeKind.Enum } or INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRecord: true };

    private static bool IsMap(AttributeData attribute) => attribute.Numbers().Length == 3;
}
