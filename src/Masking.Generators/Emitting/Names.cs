using Masking.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Emitting;

/// <summary>Names within generated code that several emitters write.</summary>
internal static class Names
{
    /// <summary>The body of members of a policy with errors, which does not compile anyway.</summary>
    public const string Invalid = "throw new global::System.InvalidOperationException(\"This policy has errors.\")";

    public static string Quoted(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>The nested type that <c>forward</c> returns.</summary>
    public static string ResultOf(PolicyModel policy) => policy.HasQHead ? "Values" : "Distribution";

    /// <summary>The variable with the heads of an actor.</summary>
    public static string HeadsOf(PolicyModel policy, ActorModel actor) =>
        actor.Kind == ActorKind.Agent ? "agent" : "each" + policy.Inputs[actor.Input].Member.Name;

    /// <summary>The field of a distribution with the heads of an actor.</summary>
    public static string HeadsFieldOf(PolicyModel policy, ActorModel actor) => "_" + HeadsOf(policy, actor);

    /// <summary>The static field of a distribution with the plan of an actor.</summary>
    public static string PlanOf(PolicyModel policy, ActorModel actor) => ActorName(policy, actor) + "Plan";

    /// <summary>The method of a distribution that lists the actions of an actor.</summary>
    public static string ActionsOf(PolicyModel policy, ActorModel actor) => ActorName(policy, actor) + "Actions";

    /// <summary>The method of a distribution with the log-probability of one head of an actor.</summary>
    public static string LogProbOf(PolicyModel policy, ActorModel actor) => ActorName(policy, actor) + "LogProb";

    /// <summary>The constant of a distribution with the index of a head among the heads of its actor.</summary>
    public static string IndexOf(HeadModel head) => head.Member.Name + "Head";

    /// <summary>The variable with the encoding of an input.</summary>
    public static string EncodingOf(InputModel input) => "encoded" + input.Member.Name;

    /// <summary>The variable with the embedding of a set.</summary>
    public static string EmbeddingOf(InputModel input) => "embedded" + input.Member.Name;

    /// <summary>The part of an encoding that the core and the value read.</summary>
    public static string PooledOf(InputModel input) => EncodingOf(input) + (input.Kind == InputKind.Vector ? "" : ".Pooled");

    /// <summary>A member within code with parameters and variables, which begin with a lower-case letter.</summary>
    public static string Own(MemberModel member) => char.IsLower(member.Name[0]) ? "this." + member.Identifier : member.Identifier;

    /// <summary>A type in documentation. A <c>cref</c> cannot name closed generic types, nor types of an extern alias.</summary>
    public static string See(string type) => type.StartsWith("global::", StringComparison.Ordinal) && !type.Contains('<')
        ? $"<see cref=\"{type}\"/>"
        : $"<c>{Doc.Escaped(type)}</c>";

    private static string ActorName(PolicyModel policy, ActorModel actor)
    {
        string heads = HeadsOf(policy, actor);
        return char.ToUpperInvariant(heads[0]) + heads.Substring(1);
    }
}
