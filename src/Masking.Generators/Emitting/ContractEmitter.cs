using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the contract that every observation is checked against.</summary>
internal static class ContractEmitter
{
    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        ILookup<bool, ObservationMember> members = ObservationMember.Of(policy)
            .WithCancellation(cancellation)
            .ToLookup(member => member.IsOptional);
        IEnumerable<string> inputs = members[false].Select(member =>
            $"{TypeNames.CompilerServices}InputSpec.{member.Kind}({NameAndShape(member.Name, member.Shape)})");
        IEnumerable<string> actionMasks = members[true].Select(mask => (policy.HasNumbers, mask.Kind) switch
        {
            (false, _) => "",
            (_, ObservationMemberKind.ActionRange) => $"{TypeNames.CompilerServices}InputSpec.OptionalRange",
            _ => $"{TypeNames.CompilerServices}InputSpec.OptionalMask",
        } + $"({NameAndShape(mask.Name, mask.Shape)}{mask.Declared})");
        IEnumerable<string> memory = policy.Core.Memory.Select(tensor =>
            $"({NameAndShape($"{GeneratedNames.Memory}.{tensor.Name}", tensor.Shape)})");
        return Code.Of($$"""
            {{Tool.Attribute}}
            private static readonly {{TypeNames.CompilerServices}}InputContract Contract = new(
                {{Names.Quoted(policy.Name)}},
                {{Group("inputs", inputs)}},
                {{Group("actionMasks", actionMasks)}}{{(policy.IsRecurrent ? ",\n" + Group("memory", memory) : "")}});
            """);
    }

    private static string Group(string parameter, IEnumerable<string> members) => Code.Of($$"""
        {{parameter}}:
        [
            {{Code.Initializers(members)}}
        ]
        """);

    private static string NameAndShape(string name, string shape) => $"{Names.Quoted(name)}, {Names.Quoted(shape)}";
}
