using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>
/// Prints <c>forward</c>: it checks the observation, encodes the inputs, runs the core and computes the logits of all heads. In a
/// recurrent policy everything behind the checks is <c>Unroll</c>, which also evaluates sequences.
/// </summary>
internal static class ForwardEmitter
{
    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        string forward = $$"""
            /// <inheritdoc/>
            {{Tool.Attribute}}
            public override {{Names.ResultOf(policy)}} forward(Observation observation)
            """;
        string unroll = !policy.IsRecurrent ? "" : $$"""
            /// <inheritdoc/>
            {{Tool.Attribute}}
            protected override Distribution Unroll(Observation observation, {{TypeNames.Tensor}}? starts)
            """;
        if (!policy.IsValid)
        {
            return Code.Members(new[] { forward, unroll }.Where(method => method.Length > 0)
                .Select(method => $"{method} =>\n    {Names.Invalid};"));
        }

        return !policy.IsRecurrent
            ? Code.Of($$"""
                {{forward}}
                {
                    {{Check(policy)}}
                    {{Compute(policy, cancellation)}}
                }
                """)
            : Code.Of($$"""
                {{forward}}
                {
                    {{Check(policy)}}
                    return Unroll(observation, starts: null);
                }

                {{unroll}}
                {
                    {{Compute(policy, cancellation)}}
                }
                """);
    }

    private static string Check(PolicyModel policy) => (HasAgent(policy) && !policy.IsRecurrent ? "long batch = " : "")
        + "Contract.Check(base.Precision, base.Device, observation);";

    private static string Compute(PolicyModel policy, CancellationToken cancellation) => Code.Of($$"""
        {{Code.Lines(policy.Heads
            .WithCancellation(cancellation).Where(head => head.IsRequired).Select(head => RequireLegal(policy, head)))}}

        using {{TypeNames.DisposeScope}} scope = {{TypeNames.Torch}}NewDisposeScope();
        {{Code.Lines(EmbeddedSets(policy).Select(Embed))}}
        {{Code.Lines(policy.Inputs.Select(input => Encode(policy, input)))}}
        {{RunCore(policy)}}

        {{Code.Members(policy.Actors.Select(actor => policy.HasQHead ? Valued(policy, actor) : Chosen(policy, actor, cancellation)))}}

        {{ValueOfActors(policy)}}

        {{Return(policy)}}
        """);

    private static bool HasAgent(PolicyModel policy) => policy.Actors.Any(actor => actor.Kind == ActorKind.Agent);

    private static string RequireLegal(PolicyModel policy, HeadModel head)
    {
        if (head.Interval is { } interval)
        {
            return Code.Call(
                "base.RequireLegal",
                [Names.Quoted(head.Member.Name), $"observation.{head.Range}", $"low: {interval.LowLiteral}, high: {interval.HighLiteral}"],
                ";");
        }

        string present = head.Choice == ChoiceKind.Entity ? $", observation.{policy.Inputs[head.Over].Presence}" : "";
        return $"base.RequireLegal({Names.Quoted(head.Member.Name)}, observation.{head.Mask}{present});";
    }

    /// <summary>
    /// The sets that attend or are attended to. All are embedded before any attends, because two may attend to each other.
    /// </summary>
    private static IEnumerable<InputModel> EmbeddedSets(PolicyModel policy)
    {
        HashSet<int> attended = [.. policy.Inputs.SelectMany(input => input.AttendsTo)];
        return policy.Inputs.Where((input, i) => input.AttendsTo.Count > 0 || attended.Contains(i));
    }

    private static string Embed(InputModel input) => Code.Call(
        $"{TypeNames.Masking}EntityEmbedding {Names.EmbeddingOf(input)} = {Names.Own(input.Member)}.Embed",
        [$"observation.{input.Member.Identifier}", $"observation.{input.Presence}"],
        ";");

    private static string Encode(PolicyModel policy, InputModel input)
    {
        string part = Names.Own(input.Member);
        string tensor = $"observation.{input.Member.Identifier}";
        string sight = input.SightShape is null ? "/* sight: */ null" : $"observation.{input.Sight}";
        (string type, string method, string[] arguments) = input.Kind switch
        {
            InputKind.Vector => (TypeNames.Tensor, "call", [tensor]),
            InputKind.Entities when input.AttendsTo.Count > 0 => ($"{TypeNames.Masking}EntityEncoding", "Attend",
                [Names.EmbeddingOf(input), sight, .. input.AttendsTo.Select(other => Names.EmbeddingOf(policy.Inputs[other]))]),
            InputKind.Entities => ($"{TypeNames.Masking}EntityEncoding", "call", [tensor, $"observation.{input.Presence}", sight]),
            _ => ($"{TypeNames.Masking}GridEncoding", "call", new[] { tensor }),
        };
        return Code.Call($"{type} {Names.EncodingOf(input)} = {part}.{method}", arguments, ";");
    }

    private static string RunCore(PolicyModel policy)
    {
        string core = Names.Own(policy.Core.Member);
        string inputs = Concatenated([.. policy.JoinedForCore.Select(Names.PooledOf)]);
        if (!policy.IsRecurrent)
        {
            return Code.Call($"{TypeNames.Tensor} latent = {core}.call", [inputs], ";");
        }

        string memory = string.Join(", ", policy.Core.Memory.Select(tensor => $"observation.Memory.{tensor.Name}"));
        return Code.Lines(
            Code.Call($"{TypeNames.Masking}Recurrence recurrence = {core}.call", [inputs, $"[{memory}]", "starts"], ";"),
            $"{TypeNames.Tensor} latent = recurrence.Latent;",
            HasAgent(policy) ? "long batch = latent.size(0);" : "");
    }

    private static string Concatenated(string[] tensors) =>
        tensors.Length == 1 ? tensors[0] : $"{TypeNames.Torch}cat([{string.Join(", ", tensors)}], dim: 1)";

    /// <summary>The heads of an actor.</summary>
    private static string Chosen(PolicyModel policy, ActorModel actor, CancellationToken cancellation)
    {
        (string rows, string features, string declarations) = RowsOf(policy, actor);
        IEnumerable<string> heads = actor.Heads.WithCancellation(cancellation).Select(head => HeadInput(policy, policy.Heads[head]));
        return Code.Of($$"""
            {{declarations}}
            {{TypeNames.CompilerServices}}ActorHeads {{Names.HeadsOf(policy, actor)}} = Distribution.{{Names.PlanOf(policy, actor)}}.Choose(
                {{rows}},
                {{features}},
                {{Code.Items(heads)}});
            """);
    }

    /// <summary>The action values of an actor.</summary>
    private static string Valued(PolicyModel policy, ActorModel actor)
    {
        (string rows, string features, string declarations) = RowsOf(policy, actor);
        HeadModel head = policy.Heads[actor.Heads[0]];
        return Code.Of($$"""
            {{declarations}}
            {{TypeNames.CompilerServices}}ActorValues {{Names.HeadsOf(policy, actor)}} = {{Names.Own(head.Member)}}.Judge(
                {{Names.Quoted(policy.Name)}},
                {{Names.Quoted(head.Member.Name)}},
                {{rows}},
                {{features}},
                observation.{{head.Mask}});
            """);
    }

    /// <summary>The rows and features of an actor as expressions, with the declarations of variables that these use.</summary>
    private static (string Rows, string Features, string Declarations) RowsOf(PolicyModel policy, ActorModel actor)
    {
        if (actor.Kind == ActorKind.Agent)
        {
            return ($"{TypeNames.CompilerServices}ActorRows.OfTheAgent(batch)", "latent", "");
        }

        InputModel input = policy.Inputs[actor.Input];
        (string rows, string features) = (RowsOf(input), FeaturesOf(input));
        string encodings = $"{Names.EncodingOf(input)}.{(actor.Kind == ActorKind.Entities ? "Entities" : "Cells")}";
        return (rows, features, $$"""
            {{TypeNames.CompilerServices}}ActorRows {{rows}} =
                {{TypeNames.CompilerServices}}ActorRows.OfThePresent(observation.{{input.Presence}});
            {{TypeNames.Tensor}} {{features}} = {{TypeNames.Torch}}cat(
                [{{rows}}.Gather({{encodings}}), {{rows}}.GatherEnvironment(latent)], dim: 1);
            """);
    }

    /// <summary>The variable with the rows of the entities or cells of an input.</summary>
    private static string RowsOf(InputModel input) => "rowsOf" + input.Member.Name;

    /// <summary>The variable with the features of these rows.</summary>
    private static string FeaturesOf(InputModel input) => "featuresOf" + input.Member.Name;

    private static string HeadInput(PolicyModel policy, HeadModel head)
    {
        string own = Names.Own(head.Member);
        string mask = $"observation.{head.Mask}";
        if (head.Over < 0)
        {
            string ofChoices = head.HasMask ? mask : "mask: null";
            return head.RangeShape is null ? $"{own}.Choose({mask})" : $"{own}.Choose({ofChoices}, observation.{head.Range})";
        }

        InputModel over = policy.Inputs[head.Over];
        string encoding = Names.EncodingOf(over);
        return (head.Choice, head.Picks) switch
        {
            (ChoiceKind.Entity, null) => $"{own}.PointAtEntity({encoding}.Entities, observation.{over.Presence}, {mask})",
            (ChoiceKind.Entity, _) => $"{own}.PickEntities({encoding}.Entities, observation.{over.Presence}, {mask})",
            (_, null) => $"{own}.PointAtCell({encoding}.Cells, {mask})",
            _ => $"{own}.PickCells({encoding}.Cells, {mask})",
        };
    }

    /// <summary>The variable with the value of each actor.</summary>
    private static string ValueOfActors(PolicyModel policy)
    {
        if (policy.ValueActor < 0)
        {
            return "";
        }

        InputModel actor = policy.Inputs[policy.Actors[policy.ValueActor].Input];
        (string rows, string features) = (RowsOf(actor), FeaturesOf(actor));
        string[] others = [.. policy.JoinedForValue.Select(other => $"{rows}.GatherEnvironment({Names.PooledOf(other)})")];
        string input = others.Length == 0 ? features : "valueInput";
        return Code.Lines(
            others.Length == 0 ? "" : Code.Call(
                $"{TypeNames.Tensor} {input} = {TypeNames.Torch}cat", [$"[{string.Join(", ", [features, .. others])}]", "dim: 1"], ";"),
            $"{TypeNames.Tensor} value = {rows}.Scatter({Names.Own(policy.Value!)}.call({input}));");
    }

    private static string Return(PolicyModel policy)
    {
        string[] heads = [.. policy.Actors.Select(actor => Names.HeadsOf(policy, actor))];
        string seen = Concatenated(["latent", .. policy.JoinedForValue.Select(Names.PooledOf)]);
        string[] value = policy.Value is null ? []
            : [policy.ValueActor < 0 ? $"scope.MoveToOuter({Names.Own(policy.Value)}.call({seen}))" : "scope.MoveToOuter(value)"];
        string[] memory = policy.IsRecurrent ? ["next"] : [];
        IEnumerable<string> next = policy.Core.Memory.Select((tensor, i) =>
            FormattableString.Invariant($"{tensor.Name} = scope.MoveToOuter(recurrence.Memory[{i}])"));
        return Code.Lines(
            Code.Lines(heads.Select(each => $"{each}.MoveToOuterDisposeScope(scope);")),
            policy.IsRecurrent ? $"Memory next = new() {{ {string.Join(", ", next)} }};" : "",
            Code.Call($"return new {Names.ResultOf(policy)}", [.. heads, .. value, .. memory], ";"));
    }
}
