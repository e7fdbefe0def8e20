using System.Globalization;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Batch</c>: host memory for a number of environments, and the observation over it.</summary>
internal static class BatchEmitter
{
    private static readonly EquatableArray<string> Booleans = new[] { "false", "true" }.ToEquatableArray();

    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        BatchSizes sizes = new(policy);
        BatchMember[] members = [.. BatchMember.Of(policy, sizes)];
        string prefix = FreePrefix(members);
        writer.Line();
        writer.Line(
            "/// <summary>Host memory for a number of environments, shared with the tensors of <see cref=\"Observation\"/>: what is written here is there, without a copy.</summary>"
        );
        writer.Line(Names.Generated);
        writer.Line("public sealed class Batch : global::System.IDisposable");
        using (writer.Braces())
        {
            if (policy.IsValid)
            {
                Fields(writer, policy, members, prefix);
            }

            Constructor(writer, policy, sizes, members, prefix);
            Observation(writer, policy, members, prefix);
            foreach (BatchMember member in members)
            {
                Part(writer, policy, member, prefix);
            }

            if (policy.IsRecurrent)
            {
                Remember(writer, policy, prefix);
            }

            string memory = prefix + "memory";
            writer.Line();
            writer.Line(
                $"/// <summary>Makes everything of one environment as it was at first: all numbers 0, nobody present, every choice legal{(policy.IsRecurrent ? ", nothing remembered" : "")}.</summary>"
            );
            writer.Line("/// <param name=\"environment\">The environment.</param>");
            writer.Line($"public void {GeneratedNames.Clear}(int environment) => {Body(policy, $"{memory}.Clear(environment)")};");
            writer.Line();
            writer.Line("/// <summary>Releases the tensors.</summary>");
            writer.Line($"public void Dispose() => {Body(policy, $"{memory}.Dispose()")};");
        }
    }

    private static void Fields(SourceWriter writer, PolicyModel policy, BatchMember[] members, string prefix)
    {
        foreach (BatchMember member in members)
        {
            Choices(writer, $"{prefix}choicesOf{member.Name}", member.ValueType, member.Values);
            for (int i = 0; i < member.Components.Count; i++)
            {
                ComponentModel component = member.Components[i];
                string name = BatchMasks.ChoicesOf(member, i, prefix);
                if (component.Choice == ChoiceKind.Int)
                {
                    writer.Line(
                        $"private static readonly {Names.CompilerServices}ChoiceValues<int> {name} = {Names.CompilerServices}ChoiceValues.Numbers({component.Choices.ToString(CultureInfo.InvariantCulture)});"
                    );
                    writer.Line();
                }
                else
                {
                    Choices(writer, name, component.ValueType, component.Choice == ChoiceKind.Bool ? Booleans : component.Values);
                }
            }
        }

        writer.Line($"private readonly {Names.CompilerServices}HostBatch {prefix}memory;");
        foreach (BatchMember member in members)
        {
            writer.Line($"private readonly {member.Field} {prefix}of{member.Name};");
        }

        if (policy.IsRecurrent)
        {
            writer.Line($"private readonly {Names.CompilerServices}HostRecord<Memory> {prefix}ofMemory;");
        }

        writer.Line();
    }

    private static void Choices(SourceWriter writer, string name, string? type, EquatableArray<string> values)
    {
        if (values.Count > 0)
        {
            writer.Line($"private static readonly {Names.CompilerServices}ChoiceValues<{type}> {name} = new(");
            using (writer.Indented())
            {
                writer.List(values, end: ");");
            }

            writer.Line();
        }
    }

    private static void Constructor(SourceWriter writer, PolicyModel policy, BatchSizes sizes, BatchMember[] members, string prefix)
    {
        writer.Line("/// <summary>Memory in which all numbers are 0, nobody is present, and every choice is legal.</summary>");
        writer.Line("/// <param name=\"environments\">The number of environments.</param>");
        foreach ((string _, string name, string meaning, bool _) in sizes.Parameters)
        {
            writer.Line($"/// <param name=\"{name}\">{meaning}</param>");
        }

        string header =
            $"public Batch({string.Join(", ", sizes.Parameters.Select(parameter => parameter.Name).Prepend("environments").Select(name => "int " + name))})";
        if (!policy.IsValid)
        {
            writer.Line($"{header} => {Names.Invalid};");
            return;
        }

        writer.Line(header);
        using (writer.Braces())
        {
            foreach ((string _, string name, string _, bool canBeZero) in sizes.Parameters)
            {
                writer.Line(
                    $"global::System.ArgumentOutOfRangeException.{(canBeZero ? "ThrowIfNegative" : "ThrowIfNegativeOrZero")}({name});"
                );
            }

            writer.Line($"{prefix}memory = new {Names.CompilerServices}HostBatch({Names.Quoted(policy.Name + ".Batch")}, environments);");
            foreach (BatchMember member in members)
            {
                writer.Line($"{prefix}of{member.Name} = {Creation(member, prefix)};");
            }

            if (policy.IsRecurrent)
            {
                string tensors = string.Join(", ", policy.Core.Memory.Select(tensor => Names.Quoted(tensor.Name)));
                writer.Line(
                    $"{prefix}ofMemory = {prefix}memory.Record<Memory>(\"Memory\", {policy.Core.Width.ToString(CultureInfo.InvariantCulture)}, {tensors});"
                );
            }
        }
    }

    private static string Creation(BatchMember member, string prefix)
    {
        string? choices = member.Values.Count > 0 ? $"{prefix}choicesOf{member.Name}" : member.Choices;
        string places = string.Join(
            ", ",
            member.Parameters.Where(parameter => parameter.Size is not null).Select(parameter => parameter.Axis)
        );
        return $"{prefix}memory.{member.Kind}({Names.Quoted(member.Name)}, {member.Shape}"
            + (choices is null ? "" : $", {choices}")
            + (places.Length == 0 ? ")" : $", [{places}])");
    }

    private static void Observation(SourceWriter writer, PolicyModel policy, BatchMember[] members, string prefix)
    {
        writer.Line();
        writer.Line(
            "/// <summary>The observation of all environments: the same tensors at every call, over this memory. They live as long as the batch does.</summary>"
        );
        if (!policy.IsValid)
        {
            writer.Line($"public Observation Observation => {Names.Invalid};");
            return;
        }

        writer.Line("public Observation Observation => new()");
        using (writer.Braces(";"))
        {
            foreach (BatchMember member in members)
            {
                writer.Line($"{member.Identifier} = {prefix}of{member.Name}.Tensor,");
            }

            if (policy.IsRecurrent)
            {
                writer.Line($"Memory = {prefix}ofMemory.Record,");
            }
        }
    }

    private static void Part(SourceWriter writer, PolicyModel policy, BatchMember member, string prefix)
    {
        writer.Line();
        writer.Line($"/// <summary>{member.Summary}</summary>");
        foreach (BatchParameter parameter in member.Parameters)
        {
            writer.Line($"/// <param name=\"{parameter.Name}\">{parameter.Meaning}</param>");
        }

        string field = $"{prefix}of{member.Name}";
        string parameters = string.Join(", ", member.Parameters.Select(parameter => $"{parameter.Type} {parameter.Identifier}"));
        string place = string.Join(", ", member.Parameters.Select(parameter => parameter.Values is null
            ? parameter.Identifier
            : $"{prefix}of{parameter.Values}.Choices.IndexOf({parameter.Identifier}, {field}.Name)"));
        writer.Line($"{member.Access} {member.Returns} {member.Identifier}({parameters}) =>");
        using (writer.Indented())
        {
            string part = $"{field}.At({place})";
            writer.Line($"{Body(policy, member.Components.Count > 0 ? $"new {member.Returns}({part})" : part)};");
        }

        if (member.Components.Count > 0)
        {
            BatchMasks.Emit(writer, policy, member, prefix);
        }
    }

    private static void Remember(SourceWriter writer, PolicyModel policy, string prefix)
    {
        writer.Line();
        writer.Line(
            "/// <summary>Takes over what the policy remembers: copies the memory after a step into that of the observation. At first nothing is remembered.</summary>"
        );
        writer.Line("/// <param name=\"next\">The memory after a step on this observation.</param>");
        writer.Line($"public void {GeneratedNames.Remember}(Memory next) => {Body(policy, $"{prefix}ofMemory.Copy(next)")};");
    }

    private static string Body(PolicyModel policy, string call) => policy.IsValid ? call : Names.Invalid;

    /// <summary>What fields begin with, so that none is called as a method is: those have the names of declared members.</summary>
    private static string FreePrefix(BatchMember[] members)
    {
        HashSet<string> methods = [.. members.Select(member => member.Name)];
        string prefix = "_";
        while (methods.Contains(prefix + "memory") || methods.Contains(prefix + "ofMemory")
            || members.Any(member => methods.Contains($"{prefix}of{member.Name}") || methods.Contains($"{prefix}choicesOf{member.Name}")
                || Enumerable.Range(0, member.Components.Count).Any(i => methods.Contains(BatchMasks.ChoicesOf(member, i, prefix)))))
        {
            prefix += "_";
        }

        return prefix;
    }
}
