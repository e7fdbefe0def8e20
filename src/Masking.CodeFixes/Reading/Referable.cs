using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Masking.CodeFixes.Reading;

/// <summary>The members that an attribute can name.</summary>
internal static class Referable
{
    /// <summary>The members of the policy that an attribute of a member can name, in the order of declaration.</summary>
    /// <param name="member">The member.</param>
    /// <param name="attribute">The full name of the attribute.</param>
    /// <param name="argument">The name of the argument; null for one without a name.</param>
    public static IEnumerable<IPropertySymbol> By(IPropertySymbol member, string attribute, string? argument) =>
        member.ContainingType.Declared().Where(other => (attribute, argument) switch
        {
            (KnownTypes.ActionMask or KnownTypes.Value, "Each") => IsSet(other) || IsAgentGrid(other),
            (KnownTypes.ActionMask, "Over") => IsSet(other) || IsAgentGrid(other) || IsMap(other),
            (KnownTypes.ActiveWhen or KnownTypes.ActiveUnless, null) => IsOtherHead(member, other) && MakesOneChoice(other),
            (KnownTypes.MaskPer, null) => IsOtherHead(member, other) && (MakesOneChoice(other) || IsPointer(other)),
            (KnownTypes.Given, null) => IsOtherHead(member, other),
            (KnownTypes.AttendsTo, null) => !IsSame(member, other) && IsSet(other) && other.Type.Is(KnownTypes.AttentionEncoder),
            (KnownTypes.Value, "Sees") => IsInput(other) && !IsRead(other),
            _ => false,
        });

    private static bool IsInput(IPropertySymbol member) => IsSet(member) || IsAgentGrid(member) || member.Has(KnownTypes.Observation);

    private static bool IsSet(IPropertySymbol member) => member.Has(KnownTypes.EntityMask) && member.Type.Is(KnownTypes.EntityEncoder);

    private static bool IsAgentGrid(IPropertySymbol member) => member.Has(KnownTypes.AgentGrid) && member.Type.Is(KnownTypes.GridEncoder);

    private static bool IsMap(IPropertySymbol member) => member.Has(KnownTypes.Observation) && member.Type.Is(KnownTypes.GridEncoder);

    private static bool IsPointer(IPropertySymbol member) => member.Type.DefinitionName() == KnownTypes.PointerHead;

    private static bool IsOtherHead(IPropertySymbol member, IPropertySymbol other) =>
        !IsSame(member, other) && other.AttributeOf(KnownTypes.ActionMask) is { } attribute
        && attribute.Named<string>("Each") == member.AttributeOf(KnownTypes.ActionMask)?.Named<string>("Each");

    private static bool MakesOneChoice(IPropertySymbol head) => head.Type.ChosenType() is INamedTypeSymbol chosen
        && !chosen.IsRecord && chosen.SpecialType != SpecialType.System_Single && !EnumValues.IsFlags(chosen);

    /// <summary>Whether the policy reads an input: a head acts for it or points over it, or another input attends to it.</summary>
    private static bool IsRead(IPropertySymbol input) => input.ContainingType.Declared().Any(other =>
        (other.AttributeOf(KnownTypes.ActionMask) is { } head
            && (head.Named<string>("Each") == input.Name || head.Named<string>("Over") == input.Name))
        || (other.AttributeOf(KnownTypes.AttendsTo) is { } attention
            && attention.ConstructorArguments.FirstOrDefault().ListedNames()?.Contains(input.Name) == true));

    private static bool IsSame(IPropertySymbol one, IPropertySymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
