namespace Masking.Generators;

/// <summary>Prints what the policy's observation must be.</summary>
internal static class ContractEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line(Names.Generated);
        writer.Line($"private static readonly {Names.Masking}InputContract Contract = new({Names.Quoted(policy.Name)},");
        using (writer.Indented())
        {
            ObservationMember[] members = [.. ObservationMember.Of(policy)];
            for (int i = 0; i < members.Length; i++)
            {
                string end = i == members.Length - 1 ? ");" : ",";
                writer.Line($"{Names.Masking}InputSpec.{members[i].Spec}({Names.Quoted(members[i].Name)}, {Names.Quoted(members[i].Shape)}){end}");
            }
        }
    }
}
