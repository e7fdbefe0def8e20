using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Values</c> of a class with a <c>QHead</c>.</summary>
internal static class ValuesEmitter
{
    public static string Emit(PolicyModel policy)
    {
        // A class whose head is invalid gets signatures only.
        HeadModel? head = policy.Heads.FirstOrDefault();
        ActorModel? actor = policy.Actors.FirstOrDefault();
        bool canBeAbsent = actor is { Kind: not ActorKind.Agent };
        string absent = canBeAbsent ? ", and for absent actors" : "";
        string shape = $"<c>({actor?.Axes ?? "batch"})</c>";
        string all = $"<c>({actor?.Axes ?? "batch"}, {head?.ChoiceAxes ?? "choices"})</c>";
        string greedy = $"The legal actions with the greatest value. Ties go to the lowest index; -1 where no action is legal{absent}.";
        return Code.Of($$"""
            /// <summary>The values of all actions for a batch of observations. Only legal actions count.</summary>
            /// <remarks>
            /// Tensors that it returns belong to the caller. Values have the policy's floating-point type, and actions are int64.
            /// </remarks>
            {{Tool.Attribute}}
            public sealed class Values : {{TypeNames.Masking}}IActionValues<Actions>
            {
                private readonly {{TypeNames.CompilerServices}}ActorValues _values;

                internal Values({{TypeNames.CompilerServices}}ActorValues values) => _values = values;

                {{Doc.Summary(greedy)}}
                public Actions Greedy() => {{Actions(head, "_values.Greedy()")}};

                /// <summary>
                /// The greedy actions, where each actor takes a uniformly random legal action with probability <paramref name="epsilon"/>.
                /// </summary>
                /// <param name="epsilon">The probability, from 0 to 1.</param>
                /// <param name="stream">The random numbers; the call advances the stream by one step.</param>
                public Actions EpsilonGreedy(double epsilon, {{TypeNames.Masking}}RandomStream stream) =>
                    {{Actions(head, "_values.EpsilonGreedy(epsilon, stream)")}};

                /// <summary>The probabilities of <see cref="EpsilonGreedy"/>.</summary>
                /// <param name="epsilon">The probability, from 0 to 1.</param>
                {{Doc.Returns($"{all}; 0 where masked{absent}.")}}
                public {{TypeNames.Tensor}} EpsilonGreedyProbs(double epsilon) => _values.EpsilonGreedyProbs(epsilon);

                {{Doc.Summary($"The values of all actions, with gradient: {all}; -inf where masked{absent}.")}}
                public {{TypeNames.Tensor}} All => _values.All();

                /// <summary>The greatest value of a legal action, with gradient.</summary>
                {{Doc.Returns($"{shape}; 0 where no action is legal{absent}.")}}
                public {{TypeNames.Tensor}} Max() => _values.Max();

                /// <summary>The values of given actions, with gradient.</summary>
                {{Doc.Param("actions", "The actions of this batch." + (canBeAbsent ? " Those of absent actors are ignored." : ""))}}
                {{Doc.Returns($"{shape}; -inf for a masked action; 0 for -1, no action{absent}.")}}
                public {{TypeNames.Tensor}} Of(Actions actions)
                {
                    {{TypeNames.ArgumentNull}}.ThrowIfNull(actions);
                    {{(head is null ? Names.Invalid : $"return _values.Of(actions.{head.Member.Identifier})")}};
                }

                void {{TypeNames.Masking}}IActionValues<Actions>.RequireFinite() => _values.RequireFinite();

                /// <summary>Releases the tensors.</summary>
                public void Dispose() => _values.Dispose();

                /// <summary>The name of the head, and the number of its choices and actors.</summary>
                public override string ToString() => {{TypeNames.CompilerServices}}RecordText.Of(
                    {{Names.Quoted(policy.Name + ".Values")}}, isDisposed: false, (Name: null, _values));
            }
            """);
    }

    private static string Actions(HeadModel? head, string tensor) =>
        head is null ? Names.Invalid : $"new() {{ {head.Member.Identifier} = {tensor} }}";
}
