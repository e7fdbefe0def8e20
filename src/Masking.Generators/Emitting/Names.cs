using System.Globalization;
using Masking.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Emitting;

/// <summary>Names of types as generated code writes them, and text that several emitters share.</summary>
internal static class Names
{
    public const string Masking = "global::Masking.";
    public const string CompilerServices = "global::Masking.CompilerServices.";
    public const string Torch = "global::TorchSharp.torch.";
    public const string Tensor = Torch + "Tensor";
    public const string DisposeScope = "global::TorchSharp.DisposeScope";
    public const string TensorList = "global::System.Collections.Generic.IReadOnlyList<" + Tensor + "?>";

    /// <summary>The body of members of a policy with errors, which does not compile anyway.</summary>
    public const string Invalid = "throw new global::System.InvalidOperationException(\"This policy has errors.\")";

    /// <summary>Stands on every generated member.</summary>
    public static readonly string Generated =
        $"[global::System.CodeDom.Compiler.GeneratedCode(\"Masking.Generators\", {Quoted(typeof(Names).Assembly.GetName().Version.ToString())})]";

    public static string Quoted(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>The nested type of what <c>forward</c> gives.</summary>
    public static string ResultOf(PolicyModel policy) => policy.HasQHead ? "Values" : "Distribution";

    /// <summary>The runtime's class that the policy derives from.</summary>
    public static string BaseOf(PolicyModel policy) =>
        policy.HasQHead ? "MaskedValueNetwork"
        : policy.IsRecurrent ? "RecurrentPolicy"
        : "MaskedPolicy";

    /// <summary>The field of a distribution, and the variable of <c>forward</c>, that holds the heads of an actor.</summary>
    public static string HeadsOf(PolicyModel policy, ActorModel actor) =>
        actor.Kind == ActorKind.Agent ? "agent" : "each" + policy.Inputs[actor.Input].Member.Name;

    /// <summary>The field of a distribution that holds the plan of an actor.</summary>
    public static string PlanOf(PolicyModel policy, ActorModel actor)
    {
        string heads = HeadsOf(policy, actor);
        return char.ToUpperInvariant(heads[0]) + heads.Substring(1) + "Plan";
    }

    /// <summary>The variable of <c>forward</c> that holds the encoding of an input.</summary>
    public static string EncodingOf(InputModel input) => "encoded" + input.Member.Name;

    /// <summary>The variable of <c>forward</c> that holds the embedding of a set.</summary>
    public static string EmbeddingOf(InputModel input) => "embedded" + input.Member.Name;

    /// <summary>What the core and the value read of an input in <c>forward</c>.</summary>
    public static string PooledOf(InputModel input) => EncodingOf(input) + (input.Kind == InputKind.Vector ? "" : ".Pooled");

    /// <summary>A member within code that has parameters and variables; those begin with a lower-case letter.</summary>
    public static string Own(MemberModel member) => char.IsLower(member.Name[0]) ? "this." + member.Identifier : member.Identifier;

    /// <summary>A type in documentation. One that a <c>cref</c> cannot name, closed generic or of an alias, as text.</summary>
    public static string See(string type) => type.StartsWith("global::", StringComparison.Ordinal) && !type.Contains('<')
        ? $"<see cref=\"{type}\"/>"
        : $"<c>{Xml(type)}</c>";

    /// <summary>A <c>cref</c> to a member of the policy.</summary>
    public static string Cref(PolicyModel policy, MemberModel member) =>
        $"{policy.Type.Replace('<', '{').Replace('>', '}')}.{member.Identifier}";

    /// <summary>A <c>cref</c> or text safe within XML.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The axes of a head's actions, in words.</summary>
    public static string ActionAxes(PolicyModel policy, HeadModel head) =>
        policy.Actors[head.Actor].Axes + (head.HasActionAxis ? ", " + head.Actions.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>The place of a head among the heads of its actor.</summary>
    public static int PlaceOf(PolicyModel policy, HeadModel head) =>
        Enumerable
            .Range(0, policy.Actors[head.Actor].Heads.Count)
            .First(place => policy.Heads[policy.Actors[head.Actor].Heads[place]] == head);

    /// <summary>A member's name as the name of a parameter.</summary>
    public static string Parameter(string member) => char.ToLowerInvariant(member[0]) + member.Substring(1);

    /// <summary>A name that is not taken yet, and is now.</summary>
    public static string Free(string name, HashSet<string> taken)
    {
        string free = name;
        for (int i = 2; !taken.Add(free); i++)
        {
            free = name + i.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }

    /// <summary>A documentation comment.</summary>
    public static void Summary(SourceWriter writer, IReadOnlyList<string> lines)
    {
        if (lines.Count == 1)
        {
            writer.Line($"/// <summary>{lines[0]}</summary>");
            return;
        }

        writer.Line("/// <summary>");
        foreach (string line in lines)
        {
            writer.Line(("/// " + line).TrimEnd());
        }

        writer.Line("/// </summary>");
    }
}
