using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints what the policy's observation must be.</summary>
internal static class ContractEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line(Names.Generated);
        writer.Line($"private static readonly {Names.CompilerServices}InputContract Contract = new({Names.Quoted(policy.Name)},");
        writer.Arguments(ObservationMember.Of(policy).Select(member =>
            $"{Names.CompilerServices}InputSpec.{member.Spec}({Names.Quoted(member.Name)}, {Names.Quoted(member.Shape)})"));
    }
}
