using System.Globalization;
using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the constructor, which builds the parts and registers them under the names of their members.</summary>
internal static class ConstructorEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line("/// <summary>A policy with new parameters, drawn from TorchSharp's global generator.</summary>");
        writer.Line(Names.Generated);
        writer.Line($"public {policy.Identifier}()");
        using (writer.Indented())
        {
            string contract = policy.IsRecurrent ? policy.IsValid ? ", Contract" : ", null!" : "";
            writer.Line($": base({Names.Quoted(policy.Name)}{contract}){(policy.IsValid ? "" : $" => {Names.Invalid};")}");
        }

        if (!policy.IsValid)
        {
            return;
        }

        using (writer.Braces())
        {
            foreach (InputModel input in policy.Inputs)
            {
                Register(writer, input.Member, input.Arguments);
            }

            foreach (InputModel input in policy.Inputs)
            {
                RequireWidths(writer, policy, input);
            }

            string core = policy.Core.Member.Identifier;
            string memory = policy.IsRecurrent && policy.Core.Member.HasInitializer
                ? $", memory: {policy.Core.Memory.Count.ToString(CultureInfo.InvariantCulture)}" : "";
            Register(writer, policy.Core.Member,
                $"{string.Join(" + ", policy.JoinedForCore.Select(PooledWidth))}, "
                + $"{policy.Core.Width.ToString(CultureInfo.InvariantCulture)}{memory}");
            foreach (HeadModel head in policy.Heads)
            {
                ActorModel actor = policy.Actors[head.Actor];
                string known =
                    actor.Kind == ActorKind.Agent
                        ? $"{core}.Width"
                        : $"{policy.Inputs[actor.Input].Member.Identifier}.Width + {core}.Width";
                string given =
                    head.Givens.Count == 0
                        ? ""
                        : $", given: [{string.Join(", ", head.Givens.Select(parent => Known(policy, policy.Heads[parent])))}]";
                Register(writer, head.Member, $"{known}, {Known(policy, head)}{given}");
            }

            if (policy.Value is not null)
            {
                string[] seen = [.. policy.JoinedForValue.Select(PooledWidth)];
                string inputs = string.Join(" + ", [$"{core}.Width", .. seen]);
                Register(writer, policy.Value, seen.Length == 0 || policy.Value.HasInitializer ? inputs : $"{inputs}, {core}.Width");
            }

            foreach (LayerModel layer in policy.Layers)
            {
                RegisterLayer(writer, layer);
            }

            writer.Line("base.KeepParameters();");
        }
    }

    /// <summary>The choices of a head, or the numbers in the encoding of what it points at.</summary>
    private static string Known(PolicyModel policy, HeadModel head) => head.Over < 0
        ? head.Choices.ToString(CultureInfo.InvariantCulture)
        : $"{policy.Inputs[head.Over].Member.Identifier}.Width";

    private static void Register(SourceWriter writer, MemberModel member, string arguments) => writer.Line(member.HasInitializer
        ? $"base.RegisterGiven({Names.Quoted(member.Name)}, {member.Identifier}, {arguments});"
        : $"{member.Identifier} = base.Register({Names.Quoted(member.Name)}, new {member.Type}({arguments}));");

    private static void RegisterLayer(SourceWriter writer, LayerModel layer)
    {
        // A field may be readonly, and holds another tensor after the policy was moved or converted.
        string refresh = layer.TensorType is null ? ""
            : $", tensor => global::System.Runtime.CompilerServices.Unsafe.AsRef(in this.{layer.Identifier}) = ({layer.TensorType})tensor";
        writer.Line($"base.RegisterLayer({Names.Quoted(layer.Name)}, this.{layer.Identifier}{refresh});");
    }

    private static void RequireWidths(SourceWriter writer, PolicyModel policy, InputModel input)
    {
        foreach (MemberModel other in input.AttendsTo.Select(i => policy.Inputs[i].Member))
        {
            string one = $"{Names.Quoted(input.Member.Name)}, {input.Member.Identifier}";
            string another = $"{Names.Quoted(other.Name)}, {other.Identifier}";
            writer.Line($"base.RequireSameWidth({one}, {another});");
        }
    }

    private static string PooledWidth(InputModel input) =>
        $"{input.Member.Identifier}.{(input.Kind == InputKind.Vector ? "Width" : "PooledWidth")}";
}
