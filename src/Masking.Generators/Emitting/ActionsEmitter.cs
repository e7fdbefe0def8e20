namespace Masking.Generators;

/// <summary>Prints the <c>Actions</c> and their typed reads.</summary>
internal static class ActionsEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line("/// <summary>What the policy does: for every head the index of a choice, or -1 for no action.</summary>");
        writer.Line(Names.Generated);
        writer.Line($"public sealed record Actions : {Names.Masking}ITensorRecord<Actions>, global::System.IDisposable");
        using (writer.Braces())
        {
            foreach (HeadModel head in policy.Heads)
            {
                Tensor(writer, policy, head);
            }

            foreach (HeadModel head in policy.Heads)
            {
                Read(writer, policy, head);
            }

            writer.Line("/// <summary>Releases the tensors.</summary>");
            writer.Line($"public void Dispose() => {Names.Masking}TensorRecordExtensions.DisposeTensors(this);");
            writer.Line();
            TensorRecord.Emit(writer, "Actions", policy.Heads.Select(head => (head.Member.Identifier, IsOptional: false)));
        }
    }

    private static void Tensor(SourceWriter writer, PolicyModel policy, HeadModel head)
    {
        Names.Summary(writer, head.Member.Summary.Count > 0 ? head.Member.Summary : [$"What {Names.Xml(head.Member.Name)} chose."]);
        writer.Line($"/// <remarks><c>({policy.Actors[head.Actor].Axes})</c> int64{MeaningOf(head)}.</remarks>");
        writer.Line($"public required {Names.Tensor} {head.Member.Identifier} {{ get; init; }}");
        writer.Line();
    }

    private static string MeaningOf(HeadModel head) => head.Choice switch
    {
        ChoiceKind.Enum => ": the index of a value of " + Names.See(head.ValueType),
        ChoiceKind.Bool => ": 0 for false, 1 for true",
        ChoiceKind.Int => $": 0 to {head.Choices - 1}",
        ChoiceKind.Entity => ": the index of an entity",
        _ => ": row · width + column of a cell",
    };

    private static void Read(SourceWriter writer, PolicyModel policy, HeadModel head)
    {
        (string parameters, string place) = policy.Actors[head.Actor].Kind switch
        {
            ActorKind.Entities => ("long row, long entity", "row, entity"),
            ActorKind.Cells => ("long row, long y, long x", "row, y, x"),
            _ => ("long row", "row"),
        };
        if (head.Choice == ChoiceKind.Enum)
        {
            writer.Line($"private static readonly {head.ValueType}[] {head.Member.Name}Values =");
            using (writer.Indented())
            {
                writer.List(head.Values);
            }

            writer.Line();
        }

        string nothing = head.CanBeNone ? "; null is no action" : "";
        writer.Line($"/// <summary>What {Names.Xml(head.Member.Name)} chose at one place of the batch{nothing}.</summary>");
        writer.Line($"{head.ReadAccess} {head.ValueType}{(head.CanBeNone ? "?" : "")} {head.Member.Name}At({parameters}) =>");
        using (writer.Indented())
        {
            writer.Line(head.CanBeNone
                ? Nullable(head, $"{Names.Masking}ActionReader.Read({Names.Own(head.Member)}, {place})")
                : Typed(head, $"{Names.Masking}ActionReader.ReadAction({Names.Own(head.Member)}, {place})") + ";");
        }

        writer.Line();
    }

    private static string Nullable(HeadModel head, string read) => head.Choice is ChoiceKind.Enum or ChoiceKind.Bool
        ? $"{read} is {{ }} choice ? {Typed(head, "choice")} : null;"
        : $"{read};";

    private static string Typed(HeadModel head, string choice) => head.Choice switch
    {
        ChoiceKind.Enum => $"{head.Member.Name}Values[{choice}]",
        ChoiceKind.Bool => $"{choice} == 1",
        _ => choice,
    };
}
