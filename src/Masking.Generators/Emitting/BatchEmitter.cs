using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Batch</c>: host memory for a number of environments, and the observation over it.</summary>
internal static class BatchEmitter
{
    private const string ObservationBatch = TypeNames.Masking + "IObservationBatch<Observation>";
    private const string RolloutBatch = TypeNames.Masking + "IRolloutBatch<Observation, Actions>";
    private const string FixedSizeBatch = TypeNames.Masking + "IFixedSizeBatch<Batch>";

    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        SizeParameters sizes = new(policy);
        ChoiceTypes types = new(policy);
        BatchMember[] members = [.. BatchMember.Of(policy, sizes, types).WithCancellation(cancellation)];
        string prefix = FreePrefix(members);
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
        Code.Lines(members.GroupBy(member => member.Buffer).Select(group => Buffers(group.Key, group, prefix))),
        policy.IsRecurrent ? $"private readonly {TypeNames.CompilerServices}HostRecord<Memory> {prefix}ofMemory;" : "",
        policy.HasQHead ? "" : $"private readonly global::System.Func<int, Rollout> {prefix}createRollout;");

    /// <summary>The fields of one type.</summary>
    private static string Buffers(string type, IEnumerable<BatchMember> members, string prefix)
    {
        string[] names = [.. members.Select(member => $"{prefix}of{member.Name}")];
        return names.Length == 1 ? $"private readonly {type} {names[0]};" : $"private readonly {type}\n    {Code.Wrapped(names)};";
    }

    private static string Constructor(PolicyModel policy, IReadOnlyList<SizeParameter> sizes, BatchMember[] members, string prefix)
    {
        string signature = $"public Batch(int environments{string.Concat(sizes.Select(size => $", int {size.Name}"))})";
        return !policy.IsValid ? Code.Expression(signature, Names.Invalid) : Code.Of($$"""
            {{signature}}
            {
                {{Code.Lines(sizes.Select(RequireSize))}}
                {{prefix}}memory = new {{TypeNames.CompilerServices}}HostBatch({{Names.Quoted(policy.Name + ".Batch")}}, environments);
                {{Code.Lines(members.Select(member => Allocation(member, prefix)))}}
                {{MemoryAllocation(policy, prefix)}}
                {{CreateRollout(policy, sizes, prefix)}}
            }
            """);
    }

    private static string RequireSize(SizeParameter size) =>
        $"{TypeNames.ArgumentOutOfRange}.{(size.CanBeZero ? "ThrowIfNegative" : "ThrowIfNegativeOrZero")}({size.Name});";

    private static string Allocation(BatchMember member, string prefix)
    {
        string[] axes = [.. member.Parameters.Where(parameter => parameter.Size is not null).Select(parameter => parameter.Axis)];
        string[] choices = member.Choices is null ? [] : [member.Choices];
        string[] places = axes.Length == 0 ? [] : [$"places: [{string.Join(", ", axes)}]"];
        string shape = axes.Length == 0 ? member.Shape : $"shape: {member.Shape}";
        return Code.Call($"{prefix}of{member.Name} = {prefix}memory.{member.Factory}",
            [Names.Quoted(member.Name), shape, .. choices, .. places], ";");
    }

    private static string MemoryAllocation(PolicyModel policy, string prefix)
    {
        string tensors = string.Join(", ", policy.Core.Memory.Select(tensor => Names.Quoted(tensor.Name)));
        return !policy.IsRecurrent ? "" : FormattableString.Invariant(
            $"{prefix}ofMemory = {prefix}memory.Record<Memory>(\"Memory\", width: {policy.Core.Width}, {tensors});");
    }

    private static string CreateRollout(PolicyModel policy, IReadOnlyList<SizeParameter> sizes, string prefix) => policy.HasQHead ? ""
        : $"{prefix}createRollout = steps => new Rollout(steps, environments{string.Concat(sizes.Select(size => $", {size.Name}"))});";

    /// <summary>The method that gives access to the parts of a tensor.</summary>
    private static string Access(PolicyModel policy, BatchMember member, ChoiceTypes types, string prefix)
    {
        string field = $"{prefix}of{member.Name}";
        string place = string.Join(", ", member.Parameters.Select(parameter => parameter.Choices is null
            ? parameter.Identifier
            : $"{prefix}of{parameter.Choices}.Choices.IndexOf({parameter.Identifier}, {field}.Name)"));
        string part = $"{field}.At({place})";
        string body = Body(policy, member switch
        {
            { Interval: { } interval } => $"new({field}.Name, {part}, low: {interval.LowLiteral}, high: {interval.HighLiteral})",
            { Compound: not null } => $"new {member.Returns}({part})",
            _ => part,
        });
        string parameters = string.Join(", ", member.Parameters.Select(parameter => $"{parameter.Type} {parameter.Identifier}"));
        // An only parameter, the environment, is left out, which keeps the code of policies with many heads short.
        IEnumerable<BatchParameter> explained = member.Parameters.Count > 1 ? member.Parameters : [];
        return Code.Members(
            Code.Lines(
                Doc.Summary(member.Summary),
                Code.Lines(explained.Select(parameter => Doc.Param(parameter.Name, parameter.Summary))),
                Code.Expression($"{member.Access} {member.Returns} {member.Identifier}({parameters})", body)),
            member.Compound is null ? ""
                : member.IsRange ? ComponentRangesEmitter.Emit(policy, member, member.Compound)
                : ComponentMasksEmitter.Emit(policy, member, member.Compound, types));
    }

    private static string Remember(PolicyModel policy, string prefix) => !policy.IsRecurrent ? "" : $$"""
        /// <summary>Copies the memory after a step into the observation.</summary>
        /// <param name="next">The memory after a step on this observation.</param>
        public void {{GeneratedNames.Remember}}(Memory next) => {{Body(policy, $"{prefix}ofMemory.Copy(next)")}};
        """;

    private static string Body(PolicyModel policy, string call) => policy.IsValid ? call : Names.Invalid;

    /// <summary>The prefix of the names of fields. With it no field has the name of a method, which is that of a declared member.</summary>
    private static string FreePrefix(BatchMember[] members)
    {
        HashSet<string> methods = [.. members.Select(member => member.Name)];
        string prefix = "_";
        while (methods.Contains(prefix + "memory") || methods.Contains(prefix + "ofMemory") || methods.Contains(prefix + "createRollout")
            || members.Any(member => methods.Contains($"{prefix}of{member.Name}")))
        {
            prefix += "_";
        }

        return prefix;
    }
}
