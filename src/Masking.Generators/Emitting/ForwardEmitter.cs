using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints <c>forward</c>: check, encode, think, choose.</summary>
internal static class ForwardEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(Names.Generated);
        if (!policy.IsValid)
        {
            writer.Line($"public override {Names.ResultOf(policy)} forward(Observation observation) => {Names.Invalid};");
            if (policy.IsRecurrent)
            {
                Unroll(writer, $" => {Names.Invalid};");
            }

            return;
        }

        writer.Line($"public override {Names.ResultOf(policy)} forward(Observation observation)");
        using (writer.Braces())
        {
            Check(writer, policy);
            if (policy.IsRecurrent)
            {
                writer.Line("return Unroll(observation, starts: null);");
            }
            else
            {
                Compute(writer, policy);
            }
        }

        if (policy.IsRecurrent)
        {
            Unroll(writer, "");
            using (writer.Braces())
            {
                Compute(writer, policy);
            }
        }
    }

    /// <summary>The header of what <c>forward</c> and the evaluation of sequences have in common.</summary>
    private static void Unroll(SourceWriter writer, string body)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(Names.Generated);
        writer.Line($"protected override Distribution Unroll(Observation observation, {Names.Tensor}? starts){body}");
    }

    private static void Compute(SourceWriter writer, PolicyModel policy)
    {
        RequireLegal(writer, policy);
        writer.Line();
        writer.Line($"using {Names.DisposeScope} scope = {Names.Torch}NewDisposeScope();");
        Encode(writer, policy);
        foreach (ActorModel actor in policy.Actors)
        {
            writer.Line();
            Choose(writer, policy, actor);
        }

        writer.Line();
        Return(writer, policy);
    }

    private static void Check(SourceWriter writer, PolicyModel policy)
    {
        writer.Line($"{(UsesBatch(policy) && !policy.IsRecurrent ? "long batch = " : "")}Contract.Check(base.Precision, base.Device,");
        writer.Arguments(ObservationMember.Of(policy).Select(member => $"observation.{member.Identifier}"));
    }

    private static bool UsesBatch(PolicyModel policy) => policy.Actors.Any(actor => actor.Kind == ActorKind.Agent);

    private static void RequireLegal(SourceWriter writer, PolicyModel policy)
    {
        foreach (HeadModel head in policy.Heads.Where(head => head.IsRequired))
        {
            string present = head.Choice == ChoiceKind.Entity ? $", observation.{policy.Inputs[head.Over].Presence}" : "";
            writer.Line($"base.RequireLegal({Names.Quoted(head.Member.Name)}, observation.{head.Mask}{present});");
        }
    }

    private static void Encode(SourceWriter writer, PolicyModel policy)
    {
        Embed(writer, policy);
        foreach (InputModel input in policy.Inputs)
        {
            string encoding = Names.EncodingOf(input);
            string call = $"{Names.Own(input.Member)}.call(observation.{input.Member.Identifier}";
            switch (input.Kind)
            {
                case InputKind.Vector:
                    writer.Line($"{Names.Tensor} {encoding} = {call});");
                    break;
                case InputKind.Entities when input.AttendsTo.Count > 0:
                    string others = string.Join(", ", input.AttendsTo.Select(other => Names.EmbeddingOf(policy.Inputs[other])));
                    writer.Line(
                        $"{Names.Masking}EntityEncoding {encoding} = {Names.Own(input.Member)}.Attend({Names.EmbeddingOf(input)}, {Sight(input)}, {others});"
                    );
                    break;
                case InputKind.Entities:
                    writer.Line($"{Names.Masking}EntityEncoding {encoding} = {call}, observation.{input.Presence}, {Sight(input)});");
                    break;
                default:
                    writer.Line($"{Names.Masking}GridEncoding {encoding} = {call});");
                    break;
            }
        }

        Think(writer, policy, SideBySide([.. policy.JoinedForCore.Select(Names.PooledOf)]));
    }

    private static void Think(SourceWriter writer, PolicyModel policy, string seen)
    {
        string core = Names.Own(policy.Core.Member);
        if (!policy.IsRecurrent)
        {
            writer.Line($"{Names.Tensor} latent = {core}.call({seen});");
            return;
        }

        string memory = string.Join(", ", policy.Core.Memory.Select(tensor => $"observation.Memory.{tensor.Name}"));
        writer.Line($"{Names.Masking}Recurrence recurrence = {core}.call({seen}, [{memory}], starts);");
        writer.Line($"{Names.Tensor} latent = recurrence.Latent;");
        if (UsesBatch(policy))
        {
            writer.Line("long batch = latent.size(0);");
        }
    }

    /// <summary>Embeds the sets that attend or are attended to, before any attends: two may attend to each other.</summary>
    private static void Embed(SourceWriter writer, PolicyModel policy)
    {
        HashSet<int> attended = [.. policy.Inputs.SelectMany(input => input.AttendsTo)];
        foreach (InputModel input in policy.Inputs.Where((input, i) => input.AttendsTo.Count > 0 || attended.Contains(i)))
        {
            writer.Line(
                $"{Names.Masking}EntityEmbedding {Names.EmbeddingOf(input)} = {Names.Own(input.Member)}.Embed(observation.{input.Member.Identifier}, observation.{input.Presence});"
            );
        }
    }

    private static string Sight(InputModel input) => input.SightShape is null ? "null" : $"observation.{input.Sight}";

    private static string SideBySide(string[] tensors) =>
        tensors.Length == 1 ? tensors[0] : $"{Names.Torch}cat([{string.Join(", ", tensors)}], 1)";

    private static void Choose(SourceWriter writer, PolicyModel policy, ActorModel actor)
    {
        string heads = Names.HeadsOf(policy, actor);
        string rows = $"{Names.CompilerServices}ActorRows.OfTheAgent(batch)";
        string features = "latent";
        if (actor.Kind != ActorKind.Agent)
        {
            InputModel input = policy.Inputs[actor.Input];
            string who = actor.Kind == ActorKind.Entities ? "Entities" : "Cells";
            rows = "rowsOf" + input.Member.Name;
            features = "featuresOf" + input.Member.Name;
            writer.Line($"{Names.CompilerServices}ActorRows {rows} = {Names.CompilerServices}ActorRows.OfThePresent(observation.{input.Presence});");
            writer.Line(
                $"{Names.Tensor} {features} = {Names.Torch}cat([{rows}.Gather({Names.EncodingOf(input)}.{who}), {rows}.GatherEnvironment(latent)], 1);"
            );
        }

        if (policy.HasQHead)
        {
            HeadModel head = policy.Heads[actor.Heads[0]];
            writer.Line(
                $"{Names.CompilerServices}ActorValues {heads} = {Names.Own(head.Member)}.Judge({Names.Quoted(policy.Name)}, {Names.Quoted(head.Member.Name)}, {rows}, {features}, observation.{head.Mask});"
            );
            return;
        }

        writer.Line($"{Names.CompilerServices}ActorHeads {heads} = Distribution.{Names.PlanOf(policy, actor)}.Choose({rows}, {features},");
        writer.Arguments(actor.Heads.Select(head => Choice(policy, policy.Heads[head])));
    }

    private static string Choice(PolicyModel policy, HeadModel head)
    {
        string own = Names.Own(head.Member);
        string mask = $"observation.{head.Mask}";
        if (head.Over < 0)
        {
            return $"{own}.Choose({mask})";
        }

        InputModel over = policy.Inputs[head.Over];
        string encoding = Names.EncodingOf(over);
        bool picks = head.Picks is not null;
        return head.Choice == ChoiceKind.Entity
            ? $"{own}.{(picks ? "PickEntities" : "PointAtEntity")}({encoding}.Entities, observation.{over.Presence}, {mask})"
            : $"{own}.{(picks ? "PickCells" : "PointAtCell")}({encoding}.Cells, {mask})";
    }

    private static void Return(SourceWriter writer, PolicyModel policy)
    {
        string[] heads = [.. policy.Actors.Select(actor => Names.HeadsOf(policy, actor))];
        foreach (string each in heads)
        {
            writer.Line($"{each}.MoveToOuterDisposeScope(scope);");
        }

        string seen = SideBySide(["latent", .. policy.JoinedForValue.Select(Names.PooledOf)]);
        string value = policy.Value is null ? "" : $", scope.MoveToOuter({Names.Own(policy.Value)}.call({seen}))";
        if (policy.IsRecurrent)
        {
            string memory = string.Join(
                ", ",
                policy.Core.Memory.Select((tensor, i) => $"{tensor.Name} = scope.MoveToOuter(recurrence.Memory[{i}])")
            );
            writer.Line($"Memory next = new() {{ {memory} }};");
            value += ", next";
        }

        writer.Line($"return new {Names.ResultOf(policy)}({string.Join(", ", heads)}{value});");
    }
}
