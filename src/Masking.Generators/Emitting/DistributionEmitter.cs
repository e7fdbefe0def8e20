using System.Globalization;
using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Distribution</c>. Each operation sums the results of all actors.</summary>
internal static class DistributionEmitter
{
    private const string Actions = "actions";
    private const string Other = "other";
    private const string Temperature = "temperature";
    private const string OtherText = "A distribution for observations with the same actors.";
    private const string FollowingHeads = "Heads that are conditional on choices contribute an estimate for";
    private const string OnLastActions = FollowingHeads + " the last actions that were sampled or evaluated here; it is "
        + "unbiased. Throws if there are none yet.";
    private const string OnGivenActions = FollowingHeads + " these actions; it is unbiased if they were sampled "
        + "from this distribution.";

    public static string Emit(PolicyModel policy, CancellationToken cancellation) => Code.Of($$"""
        /// <summary>The distribution over actions for a batch of observations.</summary>
        {{Doc.Remarks(Remarks(policy))}}
        {{Tool.Attribute}}
        public sealed class Distribution : {{Bases(policy)}}
        {
            {{Code.Members(policy.Actors.Select(actor => IndexConstants(policy, actor)))}}

            {{Code.Members(policy.IsValid ? PlanEmitter.Emit(policy) : [])}}

            {{Code.Lines(Fields(policy).Select(field => $"private readonly {field.Type} _{field.Name};"))}}
            private bool _isDisposed;

            {{Constructor(policy)}}

            {{Value(policy)}}

            {{Memory(policy)}}

            /// <summary>Samples an action of every head and actor. Masked choices are never sampled.</summary>
            /// <param name="stream">The random numbers; the call advances the stream by one step.</param>
            /// <param name="temperature">
            /// Divides the logits: values below 1 sharpen the distribution, values above 1 flatten it. Masks hold at any temperature.
            /// </param>
            public Actions Sample({{TypeNames.Masking}}RandomStream stream, double temperature = 1)
            {
                {{TypeNames.ArgumentNull}}.ThrowIfNull(stream);
                {{TypeNames.Masking}}RandomDraw draw = stream.Next(temperature);
                return ToActions({{PerActor(policy, actor => $"{Names.HeadsFieldOf(policy, actor)}.Sample(draw)")}});
            }

            /// <summary>The most probable legal action of every head and actor. Ties go to the lowest index.</summary>
            public Actions Mode() => ToActions({{PerActor(policy, actor => $"{Names.HeadsFieldOf(policy, actor)}.Mode()")}});

            {{LogProb(policy)}}

            {{TemperedLogProb(policy)}}

            {{LogProbPerActor(policy)}}

            {{Entropies(policy)}}

            {{Divergences(policy)}}

            {{Code.Members(policy.Heads.WithCancellation(cancellation).Select(head => OfHead(policy, head)))}}

            global::System.Collections.Generic.IEnumerable<(string Head, {{TypeNames.Tensor}} LogProb)>
                {{TypeNames.Masking}}IPolicyDistribution<Distribution, Actions>.HeadLogProbs(Actions actions) =>
                {{Code.List(policy.Actors.Select(actor =>
                    $".. {Names.HeadsFieldOf(policy, actor)}.HeadLogProbs({Names.ActionsOf(policy, actor)}(actions))"))}};

            global::System.Collections.Generic.IEnumerable<(string Head, {{TypeNames.Tensor}} Entropy)>
                {{TypeNames.Masking}}IPolicyDistribution<Distribution, Actions>.HeadEntropies(Actions actions) =>
                {{Code.List(policy.Actors.Select(actor =>
                    $".. {Names.HeadsFieldOf(policy, actor)}.HeadEntropies({Names.ActionsOf(policy, actor)}(actions))"))}};

            /// <summary>Releases the tensors.</summary>
            public void Dispose()
            {
                _isDisposed = true;
                {{Code.Lines(Fields(policy).Select(field => $"_{field.Name}.Dispose();"))}}
            }

            {{Doc.Summary(TextSummary(policy))}}
            {{Code.Expression("public override string ToString()", Text(policy))}}

            {{Code.Members(policy.Actors.Select(actor => LogProbOf(policy, actor)))}}

            {{Code.Members(policy.Actors.Select(actor => ActionsOf(policy, actor)))}}

            {{ToActions(policy)}}
        }
        """);

    private static string Remarks(PolicyModel policy) =>
        "Tensors that it returns belong to the caller; a property with probabilities returns a new one at every call. "
        + "They have the policy's floating-point type. Masked choices have probability 0 and log-probability -inf."
        + (policy.Actors.Any(actor => actor.Kind != ActorKind.Agent)
            ? " For an absent actor, probabilities and the log-probabilities of actions are 0." : "")
        + " A cross-entropy is the sum of <c>-target * log p</c>. Its target has the shape of the log-probabilities of all choices. "
        + "Where the target is 0, the term is 0; where it is not 0 and the choice is masked, the result is +inf.";

    private static string Bases(PolicyModel policy) => policy.IsRecurrent
        ? $"\n    {TypeNames.Masking}IPolicyDistribution<Distribution, Actions>,\n    {TypeNames.Masking}IRecurrentDistribution<Memory>"
        : $"{TypeNames.Masking}IPolicyDistribution<Distribution, Actions>";

    /// <summary>Constants: the index of each head.</summary>
    private static string IndexConstants(PolicyModel policy, ActorModel actor)
    {
        string who = actor.Kind switch
        {
            ActorKind.Agent => "the agent",
            ActorKind.Entities => $"each entity of {policy.Inputs[actor.Input].Member.Name}",
            _ => $"each agent on {policy.Inputs[actor.Input].Member.Name}",
        };
        IEnumerable<string> constants = actor.Heads.Select(head => policy.Heads[head])
            .Select(head => FormattableString.Invariant($"{Names.IndexOf(head)} = {head.IndexInActor}"));
        return $$"""
            // The heads of {{who}}, in the order of their declaration.
            private const int {{Code.Wrapped(constants)}};
            """;
    }

    /// <summary>The fields, which the constructor sets from parameters of the same names.</summary>
    private static IEnumerable<(string Type, string Name)> Fields(PolicyModel policy) => policy.Actors
        .Select(actor => ($"{TypeNames.CompilerServices}ActorHeads", Names.HeadsOf(policy, actor)))
        .Concat(policy.Value is null ? [] : [(TypeNames.Tensor, "value")])
        .Concat(policy.IsRecurrent ? [("Memory", "memory")] : []);

    private static string Constructor(PolicyModel policy) => Code.Of($$"""
        {{Code.Call("internal Distribution", Fields(policy).Select(field => $"{field.Type} {field.Name}"), "")}}
        {
            {{Code.Lines(Fields(policy).Select(field => $"_{field.Name} = {field.Name};"))}}
        }
        """);

    private static string Value(PolicyModel policy) => policy.Value is null
        ? $"{TypeNames.Tensor}? {TypeNames.Masking}IPolicyDistribution<Distribution, Actions>.Value => null;"
        : $$"""
            {{Doc.Summary(policy.ValueActor < 0 ? "The state values: <c>(batch)</c>."
                : $"The value of each actor: <c>({policy.ValueAxes})</c>; 0 for an absent actor.")}}
            {{Guarded(TypeNames.Tensor, "Value", "_value")}}
            """;

    private static string Memory(PolicyModel policy) => !policy.IsRecurrent ? "" : $$"""
        /// <summary>The memory after the step, for the next observation.</summary>
        {{Guarded("Memory", "Memory", "_memory")}}
        """;

    /// <summary>A property that throws when the distribution was disposed.</summary>
    private static string Guarded(string type, string name, string field) => $$"""
        /// <exception cref="{{TypeNames.ObjectDisposed}}">The distribution was disposed.</exception>
        public {{type}} {{name}}
        {
            get
            {
                {{TypeNames.ObjectDisposed}}.ThrowIf(_isDisposed, this);
                return {{field}};
            }
        }
        """;

    private static string LogProb(PolicyModel policy) => Sum(policy, "LogProb",
        "The joint log-probability of actions: the sum over heads and actors.",
        remarks: null,
        $"<c>(batch)</c>; -inf where an action is masked.",
        (Actions, "The actions of this batch. Those of absent actors are ignored."));

    private static string TemperedLogProb(PolicyModel policy) => Sum(policy, "LogProb",
        "The joint log-probability of actions at a temperature, which is that of actions that were sampled at this temperature.",
        remarks: null,
        $"<c>(batch)</c>; -inf where an action is masked.",
        (Actions, "The actions of this batch."),
        (Temperature, "The divisor of the logits."));

    private static string LogProbPerActor(PolicyModel policy)
    {
        if (policy.ValueActor < 0)
        {
            return "";
        }

        ActorModel actor = policy.Actors[policy.ValueActor];
        return Code.Of($$"""
            /// <summary>The joint log-probability of the actions of each actor: the sum over its heads.</summary>
            {{Doc.Param(Actions, "The actions of this batch. Those of absent actors are ignored.")}}
            {{Doc.Returns($"<c>({actor.Axes})</c>; -inf where an action is masked, 0 for an absent actor.")}}
            public {{TypeNames.Tensor}} LogProbPerActor(Actions actions)
            {
                {{TypeNames.ArgumentNull}}.ThrowIfNull(actions);
                return {{Names.HeadsFieldOf(policy, actor)}}.LogProbPerActor({{Names.ActionsOf(policy, actor)}}(actions));
            }
            """);
    }

    private static string Entropies(PolicyModel policy)
    {
        const string Batch = $"<c>(batch)</c>.";
        string summary = "The entropy in nats: the sum over heads."
            + (policy.Actors.Any(actor => actor.Kind != ActorKind.Agent)
                ? " Over the actors of a set or map that have a legal choice it is the mean, or the sum with <c>EntropyReduction.Sum</c>."
                : "");
        return policy.FollowsChoices
            ? Code.Members(
                Sum(policy, "Entropy", summary, OnLastActions, Batch),
                Sum(policy, "Entropy", summary, OnGivenActions, Batch, (Actions, "The actions of this batch.")))
            : Sum(policy, "Entropy", summary, null, Batch);
    }

    private static string Divergences(PolicyModel policy)
    {
        const string Summary = "The Kullback-Leibler divergence KL(this || other) of the joint actions, in nats.";
        const string Returns = $"<c>(batch)</c>; +inf where <paramref name=\"other\"/> masks what is legal here.";
        return policy.FollowsChoices
            ? Code.Members(
                Sum(policy, "KlDivergence", Summary, OnLastActions, Returns, (Other, OtherText)),
                Sum(policy, "KlDivergence", Summary, OnGivenActions, Returns, (Other, OtherText), (Actions, "The actions of this batch.")))
            : Sum(policy, "KlDivergence", Summary, null, Returns, (Other, OtherText));
    }

    /// <summary>A method that calls the method of the same name on the heads of every actor, and sums the results of all actors.</summary>
    private static string Sum(PolicyModel policy, string method, string summary, string? remarks, string returns,
        params (string Name, string Text)[] parameters)
    {
        string[] terms = [.. policy.Actors.Select(actor =>
        {
            string field = Names.HeadsFieldOf(policy, actor);
            IEnumerable<string> arguments = parameters.Select(parameter => parameter.Name switch
            {
                Other => $"other.{field}",
                Actions => $"{Names.ActionsOf(policy, actor)}(actions)",
                string number => number,
            });
            return $"{field}.{method}({string.Join(", ", arguments)})";
        })];
        string result = terms.Length switch
        {
            0 => $"{Names.Invalid};",
            1 => $"return {terms[0]};",
            _ => $$"""
                using {{TypeNames.DisposeScope}} scope = {{TypeNames.Torch}}NewDisposeScope();
                return scope.MoveToOuter({{TypeNames.CompilerServices}}ActorHeads.Sum(
                    {{string.Join(",\n    ", terms)}}));
                """,
        };
        IEnumerable<string> signature = parameters.Select(parameter => parameter.Name switch
        {
            Other => $"Distribution {Other}",
            Actions => $"Actions {Actions}",
            string number => $"double {number}",
        });
        return Code.Of($$"""
            {{Doc.Summary(summary)}}
            {{Code.Lines(parameters.Select(parameter => Doc.Param(parameter.Name, parameter.Text)))}}
            {{(remarks is null ? "" : Doc.Remarks(remarks))}}
            {{Doc.Returns(returns)}}
            public {{TypeNames.Tensor}} {{method}}({{string.Join(", ", signature)}})
            {
                {{Code.Lines(parameters.Where(parameter => parameter.Name != Temperature)
                    .Select(parameter => $"{TypeNames.ArgumentNull}.ThrowIfNull({parameter.Name});"))}}
                {{result}}
            }
            """);
    }

    private static string OfHead(PolicyModel policy, HeadModel head)
    {
        ActorModel actor = policy.Actors[head.Actor];
        string name = head.Member.Name;
        string field = Names.HeadsFieldOf(policy, actor);
        string condition = head.FollowsChoices ? " conditional on the last actions" : "";
        EquatableArray<int> parents = head.FollowsChoices ? default : head.Tables;
        string perParent = policy.ForEachChoiceOf(parents);
        string rows = string.Concat(parents.Select(parent => $"{LengthOf(policy.Heads[parent])}, "));
        string length = LengthOf(head);
        string end = "";
        if (head.Picks is { } picks)
        {
            rows = FormattableString.Invariant($"{picks.AtMost}, ");
            length += " + 1";
            end = "; the last index is the end";
        }

        string what = head.Choice == ChoiceKind.Flags ? $"probabilities that the bits of {name} are 1" : $"probabilities of {name}";
        string shape = $"<c>({actor.Axes}, {rows}{length})</c>";
        string index = Names.IndexOf(head);
        string numbers = head.HasActionAxis ? $"{actor.Axes}, {head.Numbers.ToString(CultureInfo.InvariantCulture)}" : actor.Axes;
        string logProb = Code.Lines(
            Doc.Summary($"The log-probability of {name}: <c>({actor.Axes})</c>."),
            Code.Expression($"public {TypeNames.Tensor} {name}LogProb(Actions actions)",
                $"{Names.LogProbOf(policy, actor)}({index}, actions)"));
        string absent = actor.Kind == ActorKind.Agent ? "" : "; NaN for an absent actor";
        string parameters = head.Numbers == 0 ? "" : Code.Members(
            Code.Lines(
                Doc.Summary($"The location of {name}{condition}, before it is truncated: <c>({numbers})</c>{absent}."),
                $"public {TypeNames.Tensor} {name}Location => {field}.HeadLocation({index});"),
            Code.Lines(
                Doc.Summary($"The scale of {name}{condition}: <c>({numbers})</c>{absent}."),
                $"public {TypeNames.Tensor} {name}Scale => {field}.HeadScale({index});"));
        return !head.HasMask ? Code.Members(parameters, logProb) : Code.Members(
            Code.Lines(
                Doc.Summary($"The {what}{condition}{perParent}: {shape}{end}."),
                $"public {TypeNames.Tensor} {name}Probs => {field}.HeadProbs({index});"),
            Code.Lines(
                Doc.Summary($"The {what} at a temperature: {shape}."),
                Code.Expression($"public {TypeNames.Tensor} {name}ProbsAt(double temperature)",
                    $"{field}.HeadProbs({index}, temperature)")),
            Code.Lines(
                Doc.Summary($"The log-probabilities of all choices of {name}: {shape}; -inf where masked."),
                $"public {TypeNames.Tensor} {LogProbsOf(policy, name)} => {field}.HeadChoiceLogProbs({index});"),
            Code.Lines(
                Doc.Summary($"The cross-entropy of {name}: <c>({actor.Axes})</c>."),
                Code.Expression($"public {TypeNames.Tensor} {name}CrossEntropy({TypeNames.Tensor} target)",
                    $"{field}.HeadCrossEntropy({index}, target)")),
            parameters,
            logProb);
    }

    /// <summary>
    /// The property with the log-probabilities of a head. Its usual name may be that of the probabilities of another head.
    /// </summary>
    private static string LogProbsOf(PolicyModel policy, string head) =>
        head + (policy.Heads.Any(other => other.Member.Name == head + "Log") ? "LogProbsOfChoices" : "LogProbs");

    /// <summary>The length of the axis of choices.</summary>
    private static string LengthOf(HeadModel head) => head.ChoiceAxes.Replace(", ", " * ");

    private static string TextSummary(PolicyModel policy)
    {
        const string Heads = "The heads with the numbers of their choices and actors";
        return (policy.Value is not null, policy.IsRecurrent) switch
        {
            (true, true) => $"{Heads}, the value and the memory.",
            (true, false) => $"{Heads}, and the value.",
            (false, true) => $"{Heads}, and the memory.",
            _ => $"{Heads}.",
        };
    }

    private static string Text(PolicyModel policy)
    {
        IEnumerable<string> members = policy.Actors.Select(actor => $"(Name: null, {Names.HeadsFieldOf(policy, actor)})")
            .Concat(policy.Value is null ? [] : ["(\"Value\", _value)"])
            .Concat(policy.IsRecurrent ? ["(\"Memory\", _memory)"] : []);
        return Code.Call(
            $"{TypeNames.CompilerServices}RecordText.Of",
            [Names.Quoted(policy.Name + ".Distribution"), "isDisposed: _isDisposed", .. members],
            "");
    }

    /// <summary>A method with the log-probability of one head of an actor.</summary>
    private static string LogProbOf(PolicyModel policy, ActorModel actor) => Code.Of($$"""
        private {{TypeNames.Tensor}} {{Names.LogProbOf(policy, actor)}}(int head, Actions actions) =>
            {{Names.HeadsFieldOf(policy, actor)}}.HeadLogProb(head, {{Names.ActionsOf(policy, actor)}}(actions));
        """);

    /// <summary>A method that lists the actions of an actor in the order of its heads.</summary>
    private static string ActionsOf(PolicyModel policy, ActorModel actor)
    {
        IEnumerable<string> actions = ActionMember.Of(policy)
            .Where(action => policy.Actors[action.Head.Actor] == actor).Select(action => $"actions.{action.Identifier}");
        return Code.Of($$"""
            private static {{TypeNames.Tensor}}[] {{Names.ActionsOf(policy, actor)}}(Actions actions) =>
                {{Code.List(actions)}};
            """);
    }

    private static string ToActions(PolicyModel policy) => Code.Of($$"""
        {{Code.Call("private static Actions ToActions",
            policy.Actors.Select(actor => $"{TypeNames.Tensor}[] {Names.HeadsOf(policy, actor)}"), " => new()")}}
        {
            {{Code.Initializers(ActionMember.Of(policy).Select(action =>
                $"{action.Identifier} = {Names.HeadsOf(policy, policy.Actors[action.Head.Actor])}[{IndexOf(action)}]"))}}
        };
        """);

    /// <summary>The index of a tensor among those of its actor: that of the head, unless an earlier head has two tensors.</summary>
    private static string IndexOf(ActionMember action) => action.IndexInActor == action.Head.IndexInActor
        ? Names.IndexOf(action.Head)
        : action.IndexInActor.ToString(CultureInfo.InvariantCulture);

    private static string PerActor(PolicyModel policy, Func<ActorModel, string> call) =>
        string.Join(", ", policy.Actors.Select(call));
}
