using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the constructor, which builds the parts and registers them under the names of their members.</summary>
internal static class ConstructorEmitter
{
    public static string Emit(PolicyModel policy, CancellationToken cancellation)
    {
        string contract = !policy.IsRecurrent ? "" : policy.IsValid ? ", Contract" : ", null!";
        string signature = $$"""
            /// <summary>Builds the parts. Their parameters are initialized from TorchSharp's global random generator.</summary>
            {{Doc.LoadException}}
            {{Tool.Attribute}}
            public {{policy.Identifier}}()
                : base({{GeneratedNames.Declaration}}{{contract}})
            """;
        return !policy.IsValid ? $"{signature} =>\n    {Names.Invalid};" : Code.Of($$"""
            {{signature}}
            {
                {{Code.Lines(policy.Inputs.Select(input => Register(input.Member, input.Arguments)))}}
                {{Code.Lines(policy.Inputs.SelectMany(input => RequireSameWidths(policy, input)))}}
                {{RegisterCore(policy)}}
                {{Code.Lines(policy.Heads.WithCancellation(cancellation).Select(head => RegisterHead(policy, head)))}}
                {{RegisterValue(policy)}}
                {{Code.Lines(policy.Layers.Select(RegisterLayer))}}
                base.KeepParameters();
            }
            """);
    }

    private static string RegisterCore(PolicyModel policy)
    {
        string inputs = string.Join(" + ", policy.JoinedForCore.Select(PooledWidth));
        string memory = policy.IsRecurrent && policy.Core.Member.HasInitializer ? Text($", memory: {policy.Core.Memory.Count}") : "";
        return Register(policy.Core.Member, policy.Core.Member.HasKnownParameters
            ? Text($"inputs: {inputs}, width: {policy.Core.Width}{memory}")
            : Text($"{inputs}, {policy.Core.Width}{memory}"));
    }

    private static string RegisterHead(PolicyModel policy, HeadModel head)
    {
        ActorModel actor = policy.Actors[head.Actor];
        string core = $"{policy.Core.Member.Identifier}.Width";
        string inputs = actor.Kind == ActorKind.Agent ? core : $"{policy.Inputs[actor.Input].Member.Identifier}.Width + {core}";
        IEnumerable<string> parents = head.Givens.Select(parent => Width(policy, policy.Heads[parent]));
        string Named(string name) => head.Member.HasKnownParameters ? $"{name}: " : "";
        string given = head.Givens.Count == 0 ? "" : $", {Named("given")}[{string.Join(", ", parents)}]";
        string columns = head.Numbers > 0
            ? Text($"columns: ({(head.HasMask ? head.Choices : 0)}, {head.Numbers})")
            : $"{Named(head.Over < 0 ? "choices" : "candidates")}{Width(policy, head)}";
        return Register(head.Member, $"{inputs}, {columns}{given}");
    }

    private static string RegisterValue(PolicyModel policy)
    {
        if (policy.Value is null)
        {
            return "";
        }

        string core = $"{policy.Core.Member.Identifier}.Width";
        string[] actor = policy.ValueActor < 0 ? [] : [$"{policy.Inputs[policy.Actors[policy.ValueActor].Input].Member.Identifier}.Width"];
        string[] others = [.. policy.JoinedForValue.Select(PooledWidth)];
        string inputs = string.Join(" + ", [.. actor, core, .. others]);
        string hidden = actor.Length + others.Length == 0 || policy.Value.HasInitializer ? "" : $", hidden: {core}";
        return Register(policy.Value, $"inputs: {inputs}{hidden}");
    }

    /// <summary>
    /// The number of choices of a head, in which a number counts as one, or the width of the encoding of what it points at.
    /// </summary>
    private static string Width(PolicyModel policy, HeadModel head) =>
        head.Over < 0 ? Text($"{head.Choices + head.Numbers}") : $"{policy.Inputs[head.Over].Member.Identifier}.Width";

    private static string PooledWidth(InputModel input) =>
        $"{input.Member.Identifier}.{(input.Kind == InputKind.Vector ? "Width" : "PooledWidth")}";

    private static string Register(MemberModel member, string arguments) => member.HasInitializer
        ? Code.Call("base.RegisterGiven", [Names.Quoted(member.Name), member.Identifier, arguments], ";")
        : Code.Call($"{member.Identifier} = base.Register", [Names.Quoted(member.Name), $"new {member.Type}({arguments})"], ";");

    private static string RegisterLayer(LayerModel layer)
    {
        // A field may be readonly. It gets another tensor when the policy is moved or converted.
        string refresh = layer.TensorType is null ? ""
            : $",\n    tensor => global::System.Runtime.CompilerServices.Unsafe.AsRef(in this.{layer.Identifier}) = "
                + $"({layer.TensorType})tensor";
        return $"base.RegisterLayer({Names.Quoted(layer.Name)}, this.{layer.Identifier}{refresh});";
    }

    private static IEnumerable<string> RequireSameWidths(PolicyModel policy, InputModel input) =>
        input.AttendsTo.Select(other => policy.Inputs[other].Member).Select(other =>
            Code.Call("base.RequireSameWidth",
                [Names.Quoted(input.Member.Name), input.Member.Identifier, Names.Quoted(other.Name), other.Identifier], ";"));

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
