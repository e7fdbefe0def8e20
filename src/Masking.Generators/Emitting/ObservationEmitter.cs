using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Observation</c>.</summary>
internal static class ObservationEmitter
{
    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        ObservationMember[] members = [.. ObservationMember.Of(policy)];
        string parent = policy.IsRecurrent ? "IRecurrentObservation<Observation, Memory>" : "ITensorRecord<Observation>";
        return Code.Of($$"""
            /// <summary>
            /// The observations of a batch of environments. Masks are bool; true marks what is present or legal. An action mask may be
            /// null, which makes every choice legal. All members are required, so that no mask is omitted by accident.
            /// </summary>
            {{Tool.Attribute}}
            public readonly record struct Observation : {{TypeNames.Masking}}{{parent}}
            {
                {{Code.Members(members.WithCancellation(cancellation).Select(Property))}}

                {{Memory(policy)}}

                {{Contract(policy)}}

                {{TensorRecordEmitter.Emit(
                    "Observation",
                    [.. members.Select(member => (member.Identifier, member.IsOptional))],
                    policy.Core.Memory,
                    names: policy.IsValid ? "Contract.MemberNames" : null)}}
            }
            """);
    }

    private static string Property(ObservationMember member)
    {
        string type = TypeNames.Tensor + (member.IsOptional ? "?" : "");
        return $$"""
            {{Doc.Tensor(member.Summary, member.Title, member.Shape, TypeOf(member))}}
            public required {{type}} {{member.Identifier}} { get; init; }
            """;
    }

    private static string TypeOf(ObservationMember member) =>
        member.Kind == ObservationMemberKind.ActionRange ? $"float32: the low and the high end; {member.Choices}"
        : member.Choices is not null ? $"bool; {member.Choices}"
        : member.Kind != ObservationMemberKind.Dense ? "bool"
        : member.IsForValueAlone ? "of the policy's floating-point type, read by the value alone"
        : "of the policy's floating-point type";

    private static string Memory(PolicyModel policy) => !policy.IsRecurrent ? "" : """
        /// <summary>The memory of earlier steps; at the start of an episode <see cref="Memory.Initial"/>.</summary>
        public required Memory Memory { get; init; }
        """;

    private static string Contract(PolicyModel policy) => !policy.IsValid ? ""
        : $"static {TypeNames.CompilerServices}InputContract? {TypeNames.Masking}ITensorRecord<Observation>.Contract => Contract;";
}
