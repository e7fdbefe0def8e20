using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the members that write observations: those of <c>Batch</c>, and those of <c>Player</c>.</summary>
internal static class WriterEmitter
{
    /// <summary>Fields, grouped by their types.</summary>
    public static string Fields(IEnumerable<(string Type, string Name)> fields) => Code.Lines(fields
        .GroupBy(field => field.Type, field => field.Name)
        .Select(group => (Type: group.Key, Names: group.ToArray()))
        .Select(group => group.Names.Length == 1
            ? $"private readonly {group.Type} {group.Names[0]};"
            : $"private readonly {group.Type}\n    {Code.Wrapped(group.Names)};"));

    public static string RequireSize(SizeParameter size) =>
        $"{TypeNames.ArgumentOutOfRange}.{(size.CanBeZero ? "ThrowIfNegative" : "ThrowIfNegativeOrZero")}({size.Name});";

    /// <summary>The statement that allocates the memory of a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="prefix">The prefix of fields.</param>
    /// <param name="list">The field with all memory.</param>
    public static string Allocation(BatchMember member, string prefix, string list)
    {
        string[] axes = [.. member.Parameters.Where(parameter => parameter.Size is not null).Select(parameter => parameter.Axis)];
        string[] choices = member.Choices is null ? [] : [member.Choices];
        string[] places = axes.Length == 0 ? [] : [$"places: [{string.Join(", ", axes)}]"];
        string shape = axes.Length == 0 ? member.Shape : $"shape: {member.Shape}";
        return Code.Call($"{prefix}of{member.Name} = {list}.{member.Factory}",
            [Names.Quoted(member.Name), shape, .. choices, .. places], ";");
    }

    /// <summary>The method that gives access to the parts of a tensor.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="member">The tensor.</param>
    /// <param name="prefix">The prefix of fields.</param>
    /// <param name="container">What precedes the names of types that are nested in <c>Batch</c>.</param>
    public static string Access(PolicyModel policy, BatchMember member, string prefix, string container = "")
    {
        string field = $"{prefix}of{member.Name}";
        string returns = member.Compound is null ? member.Returns : container + member.Returns;
        string place = string.Join(", ", member.Parameters.Select(parameter => parameter.Choices is null
            ? parameter.Identifier
            : $"{prefix}of{parameter.Choices}.Choices.IndexOf({parameter.Identifier}, {field}.Name)"));
        string part = $"{field}.At({place})";
        string body = !policy.IsValid ? Names.Invalid : member switch
        {
            { Interval: { } interval } => $"new({field}.Name, {part}, low: {interval.LowLiteral}, high: {interval.HighLiteral})",
            { Compound: not null } => $"new {returns}({part})",
            _ => part,
        };
        string parameters = string.Join(", ", member.Parameters.Select(parameter => $"{parameter.Type} {parameter.Identifier}"));
        // An only parameter, the environment, is left out, which keeps the code of policies with many heads short.
        IEnumerable<BatchParameter> explained = member.Parameters.Count > 1 ? member.Parameters : [];
        return Code.Lines(
            Doc.Summary(member.Summary),
            Code.Lines(explained.Select(parameter => Doc.Param(parameter.Name, parameter.Summary))),
            Code.Expression($"{member.Access} {returns} {member.Identifier}({parameters})", body));
    }

    /// <summary>The prefix of the names of fields. With it no field has the name of a method, which is that of a declared member.</summary>
    /// <param name="members">The declared members.</param>
    /// <param name="others">The names, without prefix, of the fields that are not those of members.</param>
    public static string FreePrefix(IReadOnlyList<BatchMember> members, IReadOnlyList<string> others)
    {
        HashSet<string> methods = [.. members.Select(member => member.Name)];
        string prefix = "_";
        while (others.Any(other => methods.Contains(prefix + other))
            || members.Any(member => methods.Contains($"{prefix}of{member.Name}")))
        {
            prefix += "_";
        }

        return prefix;
    }
}
