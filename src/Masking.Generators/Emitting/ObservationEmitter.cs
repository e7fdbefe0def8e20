using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Observation</c>.</summary>
internal static class ObservationEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        ObservationMember[] members = [.. ObservationMember.Of(policy)];
        writer.Line();
        writer.Line(
            "/// <summary>What the policy sees: a batch of environments. All members are required, so that no mask can be forgotten.</summary>"
        );
        writer.Line(Names.Generated);
        writer.Line(
            $"public readonly record struct Observation : {Names.Masking}{(policy.IsRecurrent ? "IRecurrentObservation<Observation, Memory>" : "ITensorRecord<Observation>")}"
        );
        using (writer.Braces())
        {
            foreach (ObservationMember member in members.Where(member => !member.IsMemory))
            {
                Names.Summary(writer, member.Summary);
                writer.Line($"/// <remarks><c>{member.Shape}</c>, {member.Remark}</remarks>");
                writer.Line($"public required {Names.Tensor}{(member.IsOptional ? "?" : "")} {member.Identifier} {{ get; init; }}");
                writer.Line();
            }

            if (policy.IsRecurrent)
            {
                writer.Line(
                    "/// <summary>What the policy remembers of earlier steps; at the start of an episode <see cref=\"Memory.Initial\"/>.</summary>"
                );
                writer.Line("public required Memory Memory { get; init; }");
                writer.Line();
            }

            if (policy.IsValid)
            {
                writer.Line($"static {Names.CompilerServices}InputContract? {Names.Masking}ITensorRecord<Observation>.Contract => Contract;");
                writer.Line();
            }

            TensorRecord.Emit(
                writer,
                "Observation",
                members.Where(member => !member.IsMemory).Select(member => (member.Identifier, member.IsOptional)),
                policy.Core.Memory
            );
        }
    }
}
