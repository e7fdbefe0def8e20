using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>
/// Prints the implementing parts of the declared properties. Beside other generated members they carry no <c>[GeneratedCode]</c>, because
/// the attributes of both parts apply to the property, which its author wrote.
/// </summary>
internal static class PropertyEmitter
{
    public static string Emit(PolicyModel policy, CancellationToken cancellation) =>
        Code.Members([DefaultCore(policy), .. Declared(policy).WithCancellation(cancellation)]);

    private static string DefaultCore(PolicyModel policy) => policy.Core.IsDeclared || !policy.IsValid ? "" : $$"""
        /// <summary>The core. The policy declares none, so this is the default.</summary>
        {{Tool.Attribute}}
        private {{policy.Core.Member.Type}} {{policy.Core.Member.Identifier}} { get; }
        """;

    private static IEnumerable<string> Declared(PolicyModel policy)
    {
        IEnumerable<MemberModel> core = policy.Core.IsDeclared ? [policy.Core.Member] : [];
        IEnumerable<MemberModel> value = policy.Value is null ? [] : [policy.Value];
        return policy.Inputs.Select(input => input.Member)
            .Concat(core)
            .Concat(policy.Heads.Select(head => head.Member))
            .Concat(value)
            .Concat(policy.InvalidMembers)
            .Where(member => member.Modifiers is not null)
            .Select(member => Code.Lines(
                policy.Extent == Extent.Properties ? Tool.Attribute : "",
                Property(member, member.Accessors.Count == 0 && (policy.IsValid || member.HasInitializer) ? "field" : Names.Invalid)));
    }

    private static string Property(MemberModel member, string getter)
    {
        string signature = $"{member.Modifiers} {member.Type} {member.Identifier}";
        if (getter != Names.Invalid)
        {
            return $"{signature} {{ get => {getter}; }}";
        }

        IEnumerable<string> accessors = member.Accessors.Count == 0 ? ["get"] : member.Accessors;
        return $"{signature}\n{{\n{string.Join("\n", accessors.Select(accessor => $"    {accessor} => {BodyOf(member, accessor)};"))}\n}}";
    }

    /// <summary>The body of an accessor of a property with a mistake. Only a property with a field can have an initializer.</summary>
    private static string BodyOf(MemberModel member, string accessor)
    {
        if (!member.HasInitializer)
        {
            return Names.Invalid;
        }

        return accessor.EndsWith("get", StringComparison.Ordinal) ? "field" : "field = value";
    }
}
