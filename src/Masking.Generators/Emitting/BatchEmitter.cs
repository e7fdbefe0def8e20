using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Batch</c>: host memory for a number of environments, and the observation over it.</summary>
internal static class BatchEmitter
{
    /// <summary>The names of the fields without their prefix, apart from those of the observation.</summary>
    private static readonly string[] OtherFields = ["memory", "ofMemory", "createRollout"];

    private const string ObservationBatch = TypeNames.Masking + "IObservationBatch<Observation>";
    private const string RolloutBatch = TypeNames.Masking + "IRolloutBatch<Observation, Actions>";
    private const string FixedSizeBatch = TypeNames.Masking + "IFixedSizeBatch<Batch>";

    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        SizeParameters sizes = new(policy);
        ChoiceTypes types = new(policy);
        BatchMember[] members = [.. BatchMember.Of(policy, sizes, types).WithCancellation(cancellation)];
        string prefix = WriterEmitter.FreePrefix(members, OtherFields);
        string memory = policy.IsRecurrent ? ", memory empty" : "";
        return Code.Of($$"""
            /// <summary>
            /// Host memory for a number of environments. The tensors of <see cref="Observation"/> share it, so that nothing is copied.
            /// </summary>
            {{Tool.Attribute}}
            public sealed class Batch : {{Bases(policy, sizes)}}
            {
                {{Fields(policy, members, prefix)}}

                /// <summary>
                /// Allocates memory in which all numbers are 0, no entity or agent is present, and every choice is legal.
                /// </summary>
                /// <param name="environments">The number of environments.</param>
                {{Code.Lines(sizes.All.Select(size => Doc.Param(size.Name, size.Summary)))}}
                {{Doc.LoadException}}
                {{Constructor(policy, sizes.All, members, prefix)}}

                /// <summary>The observation of all environments: the same tensors at every call, which live as long as the batch.</summary>
                {{Code.Expression("public Observation Observation", Body(policy, $"{prefix}memory.ToRecord<Observation>()"))}}

                {{Code.Members(members.WithCancellation(cancellation).Select(member => Access(policy, member, types, prefix)))}}

                {{Remember(policy, prefix)}}

                /// <summary>Resets one environment: all numbers 0, no entity or agent present, every choice legal{{memory}}.</summary>
                /// <param name="environment">The index of the environment.</param>
                public void {{GeneratedNames.Clear}}(int environment) => {{Body(policy, $"{prefix}memory.Clear(environment)")}};

                /// <summary>Releases the tensors.</summary>
                public void Dispose() => {{Body(policy, $"{prefix}memory.Dispose()")}};

                {{ForTrainers(policy, sizes, prefix)}}
            }
            """);
    }

    /// <summary>The interfaces with which a trainer creates and reads the batch of any policy.</summary>
    private static string Bases(PolicyModel policy, SizeParameters sizes)
    {
        string ofPolicy = policy.HasQHead ? ObservationBatch : RolloutBatch;
        return sizes.All.Count > 0 ? ofPolicy : $"{ofPolicy}, {FixedSizeBatch}";
    }

    private static string ForTrainers(PolicyModel policy, SizeParameters sizes, string prefix) => Code.Members(
        Code.Expression($"int {ObservationBatch}.Environments", Body(policy, $"{prefix}memory.Environments")),
        policy.HasQHead ? "" : Code.Expression(
            $"{TypeNames.Masking}Rollout<Observation, Actions> {RolloutBatch}.CreateRollout(int steps)",
            Body(policy, $"{prefix}createRollout(steps)")),
        sizes.All.Count > 0 ? "" : $"static Batch {FixedSizeBatch}.Create(int environments) => new(environments);");

    private static string Fields(PolicyModel policy, BatchMember[] members, string prefix) => !policy.IsValid ? "" : Code.Lines(
        $"private readonly {TypeNames.CompilerServices}HostBatch {prefix}memory;",
        WriterEmitter.Fields(members.Select(member => (member.Buffer, $"{prefix}of{member.Name}"))),
        policy.IsRecurrent ? $"private readonly {TypeNames.CompilerServices}HostRecord<Memory> {prefix}ofMemory;" : "",
        policy.HasQHead ? "" : $"private readonly global::System.Func<int, Rollout> {prefix}createRollout;");

    private static string Constructor(PolicyModel policy, IReadOnlyList<SizeParameter> sizes, BatchMember[] members, string prefix)
    {
        string signature = $"public Batch(int environments{string.Concat(sizes.Select(size => $", int {size.Name}"))})";
        return !policy.IsValid ? Code.Expression(signature, Names.Invalid) : Code.Of($$"""
            {{signature}}
            {
                {{Code.Lines(sizes.Select(WriterEmitter.RequireSize))}}
                {{prefix}}memory = new {{TypeNames.CompilerServices}}HostBatch({{Names.Quoted(policy.Name + ".Batch")}}, environments);
                {{Code.Lines(members.Select(member => WriterEmitter.Allocation(member, prefix, $"{prefix}memory")))}}
                {{MemoryAllocation(policy, prefix)}}
                {{CreateRollout(policy, sizes, prefix)}}
            }
            """);
    }

    private static string MemoryAllocation(PolicyModel policy, string prefix)
    {
        string tensors = string.Join(", ", policy.Core.Memory.Select(tensor => Names.Quoted(tensor.Name)));
        return !policy.IsRecurrent ? "" : FormattableString.Invariant(
            $"{prefix}ofMemory = {prefix}memory.Record<Memory>(\"Memory\", width: {policy.Core.Width}, {tensors});");
    }

    private static string CreateRollout(PolicyModel policy, IReadOnlyList<SizeParameter> sizes, string prefix) => policy.HasQHead ? ""
        : $"{prefix}createRollout = steps => new Rollout(steps, environments{string.Concat(sizes.Select(size => $", {size.Name}"))});";

    private static string Access(PolicyModel policy, BatchMember member, ChoiceTypes types, string prefix) => Code.Members(
        WriterEmitter.Access(policy, member, prefix),
        member.Compound is null ? ""
            : member.IsRange ? ComponentRangesEmitter.Emit(policy, member, member.Compound)
            : ComponentMasksEmitter.Emit(policy, member, member.Compound, types));

    private static string Remember(PolicyModel policy, string prefix) => !policy.IsRecurrent ? "" : $$"""
        /// <summary>Copies the memory after a step into the observation.</summary>
        /// <param name="next">The memory after a step on this observation.</param>
        public void {{GeneratedNames.Remember}}(Memory next) => {{Body(policy, $"{prefix}ofMemory.Copy(next)")}};
        """;

    private static string Body(PolicyModel policy, string call) => policy.IsValid ? call : Names.Invalid;
}
