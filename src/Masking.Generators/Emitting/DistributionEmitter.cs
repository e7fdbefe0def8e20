using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Distribution</c>: each operation asks the heads of every actor and adds up.</summary>
internal static class DistributionEmitter
{
    private const string Estimate = "Of heads whose logits depend on what was chosen it is the sum along";
    private const string EstimateAtHand =
        Estimate + " the actions last drawn or judged here, an unbiased estimate; before there are any, it throws.";
    private const string EstimateAlong = Estimate + " these actions, an unbiased estimate where they were drawn from this distribution.";
    private const string ActionsAlong = "<param name=\"actions\">The actions of this batch.</param>";
    private const string DivergenceOther = "<param name=\"other\">A distribution on observations with the same actors.</param>";
    private const string DivergenceResult = "<c>(batch)</c>; +inf where <paramref name=\"other\"/> forbids what is legal here.";

    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line(
            "/// <summary>What the policy would do on a batch of observations, under its masks. Tensors that it returns belong to the caller.</summary>"
        );
        writer.Line(Names.Generated);
        writer.Line(
            $"public sealed class Distribution : {Names.Masking}IPolicyDistribution<Distribution, Actions>{(policy.IsRecurrent ? $", {Names.Masking}IRecurrentDistribution<Memory>" : "")}"
        );
        using (writer.Braces())
        {
            if (policy.IsValid)
            {
                PlanEmitter.Emit(writer, policy);
            }

            Fields(writer, policy);
            Constructor(writer, policy);
            Value(writer, policy);
            if (policy.IsRecurrent)
            {
                writer.Line();
                writer.Line("/// <summary>The memory after the step: that of the next observation.</summary>");
                writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The distribution was disposed.</exception>");
                Guarded(writer, "Memory", "Memory");
            }

            Choosing(writer, policy);
            Judging(writer, policy);
            foreach (HeadModel head in policy.Heads)
            {
                OfHead(writer, policy, head);
            }

            HeadLogProbs(writer, policy);
            Dispose(writer, policy);
            Text(writer, policy);
        }
    }

    private static void Fields(SourceWriter writer, PolicyModel policy)
    {
        foreach (ActorModel actor in policy.Actors)
        {
            writer.Line($"private readonly {Names.CompilerServices}ActorHeads {Field(policy, actor)};");
        }

        if (policy.Value is not null)
        {
            writer.Line($"private readonly {Names.Tensor} {FieldOf("Value")};");
        }

        if (policy.IsRecurrent)
        {
            writer.Line($"private readonly Memory {FieldOf("Memory")};");
        }

        writer.Line("private bool _isDisposed;");
    }

    private static void Constructor(SourceWriter writer, PolicyModel policy)
    {
        IEnumerable<string> parameters = policy.Actors.Select(actor => $"{Names.CompilerServices}ActorHeads {Names.HeadsOf(policy, actor)}");
        if (policy.Value is not null)
        {
            parameters = parameters.Concat([$"{Names.Tensor} value"]);
        }

        if (policy.IsRecurrent)
        {
            parameters = parameters.Concat(["Memory memory"]);
        }

        writer.Line();
        writer.Line($"internal Distribution({string.Join(", ", parameters)})");
        using (writer.Braces())
        {
            foreach (ActorModel actor in policy.Actors)
            {
                writer.Line($"{Field(policy, actor)} = {Names.HeadsOf(policy, actor)};");
            }

            if (policy.Value is not null)
            {
                writer.Line($"{FieldOf("Value")} = value;");
            }

            if (policy.IsRecurrent)
            {
                writer.Line($"{FieldOf("Memory")} = memory;");
            }
        }
    }

    private static void Value(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        if (policy.Value is null)
        {
            writer.Line($"{Names.Tensor}? {Names.Masking}IPolicyDistribution<Distribution, Actions>.Value => null;");
            return;
        }

        writer.Line("/// <summary>The state values.</summary>");
        writer.Line("/// <remarks><c>(batch)</c></remarks>");
        writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The distribution was disposed.</exception>");
        Guarded(writer, Names.Tensor, "Value");
    }

    /// <summary>A property that cannot be read when the distribution was disposed.</summary>
    private static void Guarded(SourceWriter writer, string type, string name)
    {
        writer.Line($"public {type} {name}");
        using (writer.Braces())
        {
            writer.Line("get");
            using (writer.Braces())
            {
                writer.Line("global::System.ObjectDisposedException.ThrowIf(_isDisposed, this);");
                writer.Line($"return {FieldOf(name)};");
            }
        }
    }

    private static void Choosing(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line("/// <summary>Draws the actions of all heads and actors; masked choices are never drawn.</summary>");
        writer.Line("/// <param name=\"stream\">The random numbers; takes one step of it.</param>");
        writer.Line(
            "/// <param name=\"temperature\">Logits are divided by it: below 1 sharpens, above 1 flattens; masks hold at any.</param>"
        );
        writer.Line($"public Actions Sample({Names.Masking}RandomStream stream, double temperature = 1)");
        using (writer.Braces())
        {
            writer.Line("global::System.ArgumentNullException.ThrowIfNull(stream);");
            writer.Line($"{Names.Masking}RandomDraw draw = stream.Next(temperature);");
            Collect(writer, policy, _ => "Sample(draw)");
        }

        writer.Line();
        writer.Line("/// <summary>The most probable legal actions, ties to the lowest index.</summary>");
        writer.Line("public Actions Mode()");
        using (writer.Braces())
        {
            Collect(writer, policy, _ => "Mode()");
        }
    }

    private static void Collect(SourceWriter writer, PolicyModel policy, Func<ActorModel, string> call)
    {
        foreach (ActorModel actor in policy.Actors)
        {
            writer.Line($"{Names.Tensor}[] {Names.HeadsOf(policy, actor)} = {Field(policy, actor)}.{call(actor)};");
        }

        writer.Line("return new Actions");
        using (writer.Braces(";"))
        {
            foreach (HeadModel head in policy.Heads)
            {
                writer.Line(
                    $"{head.Member.Identifier} = {Names.HeadsOf(policy, policy.Actors[head.Actor])}[{Names.PlaceOf(policy, head)}],"
                );
            }
        }
    }

    private static void Judging(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line("/// <summary>The joint log-probability over all heads and actors.</summary>");
        writer.Line("/// <param name=\"actions\">The actions of this batch; what absent actors have is not read.</param>");
        writer.Line("/// <returns><c>(batch)</c>; -inf where an action is masked.</returns>");
        Sum(writer, policy, "LogProb(Actions actions)", "actions", actor => $"LogProb({ActionsOf(policy, actor)})");

        bool hasMany = policy.Actors.Any(actor => actor.Kind != ActorKind.Agent);
        string entropy =
            $"The entropy in nats: the sum over heads{(hasMany ? ", and over the present actors of a set or map their mean, or their sum where the head says so" : "")}";
        const string Divergence = "The Kullback-Leibler divergence of the joint action from this distribution to another, in nats";
        if (policy.FollowsChoices)
        {
            Documented(writer, entropy, EstimateAtHand, "<c>(batch)</c>");
            Sum(writer, policy, "Entropy()", null, _ => "Entropy()");
            Documented(writer, entropy, EstimateAlong, "<c>(batch)</c>", ActionsAlong);
            Sum(writer, policy, "Entropy(Actions actions)", "actions", actor => $"Entropy({ActionsOf(policy, actor)})");
            Documented(writer, Divergence, EstimateAtHand, DivergenceResult, DivergenceOther);
            Sum(writer, policy, "KlDivergence(Distribution other)", "other", actor => $"KlDivergence(other.{Field(policy, actor)})");
            Documented(writer, Divergence, EstimateAlong, DivergenceResult, DivergenceOther, ActionsAlong);
            Sum(
                writer,
                policy,
                "KlDivergence(Distribution other, Actions actions)",
                "actions",
                actor => $"KlDivergence(other.{Field(policy, actor)}, {ActionsOf(policy, actor)})"
            );
            return;
        }

        Documented(writer, entropy, null, "<c>(batch)</c>");
        Sum(writer, policy, "Entropy()", null, _ => "Entropy()");
        Documented(writer, Divergence, null, DivergenceResult, DivergenceOther);
        Sum(writer, policy, "KlDivergence(Distribution other)", "other", actor => $"KlDivergence(other.{Field(policy, actor)})");
    }

    private static void Documented(SourceWriter writer, string summary, string? remarks, string returns, params string[] parameters)
    {
        writer.Line();
        writer.Line($"/// <summary>{summary}.</summary>");
        foreach (string parameter in parameters)
        {
            writer.Line($"/// {parameter}");
        }

        if (remarks is not null)
        {
            writer.Line($"/// <remarks>{remarks}</remarks>");
        }

        writer.Line($"/// <returns>{returns}</returns>");
    }

    private static void Sum(SourceWriter writer, PolicyModel policy, string signature, string? parameter, Func<ActorModel, string> call)
    {
        string[] terms = [.. policy.Actors.Select(actor => $"{Field(policy, actor)}.{call(actor)}")];
        writer.Line($"public {Names.Tensor} {signature}");
        using (writer.Braces())
        {
            if (parameter is not null)
            {
                writer.Line($"global::System.ArgumentNullException.ThrowIfNull({parameter});");
            }

            if (terms.Length > 1)
            {
                writer.Line($"using {Names.DisposeScope} scope = {Names.Torch}NewDisposeScope();");
                writer.Line($"return scope.MoveToOuter({Names.CompilerServices}ActorHeads.Sum(");
                writer.Arguments([.. terms.Take(terms.Length - 1), terms[terms.Length - 1] + ")"]);
            }
            else
            {
                writer.Line(terms.Length == 1 ? $"return {terms[0]};" : $"{Names.Invalid};");
            }
        }
    }

    private static void OfHead(SourceWriter writer, PolicyModel policy, HeadModel head)
    {
        ActorModel actor = policy.Actors[head.Actor];
        string absent = actor.Kind == ActorKind.Agent ? "" : "; 0 for absent actors";
        string rows = head.Table < 0 ? "" : $"choices of {Names.Xml(policy.Heads[head.Table].Member.Name)}, ";
        string choices =
            head.Picks is { } picks ? $"{picks.AtMost}, choices and the end"
            : head.FollowsChoices ? "choices"
            : rows + "choices";
        string along = head.FollowsChoices ? ", along the actions last drawn or judged here" : "";
        writer.Line();
        writer.Line(
            $"/// <summary>The masked probabilities of {Names.Xml(head.Member.Name)}{along}, for looking at: a new tensor at every call.</summary>"
        );
        writer.Line($"/// <remarks><c>({actor.Axes}, {choices})</c>; exactly 0 where masked{absent}.</remarks>");
        writer.Line($"public {Names.Tensor} {head.Member.Name}Probs => {Field(policy, actor)}.HeadProbs({Names.PlaceOf(policy, head)});");
        writer.Line();
        writer.Line($"/// <summary>The log-probability of what {Names.Xml(head.Member.Name)} chose.</summary>");
        writer.Line("/// <param name=\"actions\">The actions of this batch.</param>");
        writer.Line($"/// <returns><c>({actor.Axes})</c>; -inf where masked{absent}.</returns>");
        writer.Line(
            $"public {Names.Tensor} {head.Member.Name}LogProb(Actions actions) => {Field(policy, actor)}.HeadLogProb({Names.PlaceOf(policy, head)}, {ActionsOf(policy, actor)});"
        );
    }

    private static void HeadLogProbs(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line($"global::System.Collections.Generic.IEnumerable<(string Head, {Names.Tensor} LogProb)>");
        writer.Line($"    {Names.Masking}IPolicyDistribution<Distribution, Actions>.HeadLogProbs(Actions actions) =>");
        writer.Line("[");
        foreach (HeadModel head in policy.Heads)
        {
            writer.Line($"    (\"{head.Member.Name}\", {head.Member.Name}LogProb(actions)),");
        }

        writer.Line("];");
    }

    private static void Dispose(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line("/// <summary>Releases the tensors.</summary>");
        writer.Line("public void Dispose()");
        using (writer.Braces())
        {
            writer.Line("_isDisposed = true;");
            foreach (ActorModel actor in policy.Actors)
            {
                writer.Line($"{Field(policy, actor)}.Dispose();");
            }

            if (policy.Value is not null)
            {
                writer.Line($"{FieldOf("Value")}.Dispose();");
            }

            if (policy.IsRecurrent)
            {
                writer.Line($"{FieldOf("Memory")}.Dispose();");
            }
        }
    }

    private static void Text(SourceWriter writer, PolicyModel policy)
    {
        IEnumerable<string> members = policy.Actors.Select(actor => $"(null, {Field(policy, actor)})")
            .Concat(policy.Value is null ? [] : [$"(\"Value\", {FieldOf("Value")})"])
            .Concat(policy.IsRecurrent ? [$"(\"Memory\", {FieldOf("Memory")})"] : []);
        writer.Line();
        writer.Line("/// <summary>What is chosen by how many actors, shapes and element types, and the values of small tensors.</summary>");
        writer.Line($"public override string ToString() => {Names.CompilerServices}RecordText.Of({Names.Quoted(policy.Name + ".Distribution")}, "
            + $"_isDisposed{string.Concat(members.Select(member => ", " + member))});");
    }

    private static string FieldOf(string property) => "_" + Names.Parameter(property);

    private static string ActionsOf(PolicyModel policy, ActorModel actor) =>
        string.Join(", ", actor.Heads.Select(head => $"actions.{policy.Heads[head].Member.Identifier}"));

    private static string Field(PolicyModel policy, ActorModel actor) => "_" + Names.HeadsOf(policy, actor);
}
