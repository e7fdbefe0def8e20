using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the implementing parts of the declared properties.</summary>
internal static class PropertyEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        if (!policy.Core.IsDeclared && policy.IsValid)
        {
            writer.Line();
            writer.Line("/// <summary>What the policy thinks with, as the declaration names nothing else.</summary>");
            writer.Line(Names.Generated);
            writer.Line($"private {policy.Core.Member.Type} {policy.Core.Member.Identifier} {{ get; }}");
        }

        foreach (MemberModel member in MembersOf(policy))
        {
            writer.Line();
            writer.Line(Names.Generated);
            writer.Line($"{member.Modifiers} {member.Type} {member.Identifier} {{ get => "
                + $"{(policy.IsValid || member.HasInitializer ? "field" : Names.Invalid)}; }}");
        }
    }

    private static IEnumerable<MemberModel> MembersOf(PolicyModel policy)
    {
        IEnumerable<MemberModel> core = policy.Core.IsDeclared ? [policy.Core.Member] : [];
        IEnumerable<MemberModel> value = policy.Value is null ? [] : [policy.Value];
        return policy.Inputs.Select(input => input.Member)
            .Concat(core)
            .Concat(policy.Heads.Select(head => head.Member))
            .Concat(value)
            .Concat(policy.Strays)
            .Where(member => member.Modifiers is not null);
    }
}
