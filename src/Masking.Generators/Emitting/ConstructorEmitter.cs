using System.Globalization;

namespace Masking.Generators;

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

            string core = policy.Core.Member.Identifier;
            Register(writer, policy.Core.Member, $"{string.Join(" + ", policy.Inputs.Select(PooledWidth))}, {policy.Core.Width.ToString(CultureInfo.InvariantCulture)}");
            foreach (HeadModel head in policy.Heads)
            {
                ActorModel actor = policy.Actors[head.Actor];
                string known = actor.Kind == ActorKind.Agent ? $"{core}.Width" : $"{policy.Inputs[actor.Input].Member.Identifier}.Width + {core}.Width";
                Register(writer, head.Member, head.Over < 0
                    ? $"{known}, {head.Choices.ToString(CultureInfo.InvariantCulture)}"
                    : $"{known}, {policy.Inputs[head.Over].Member.Identifier}.Width");
            }

            if (policy.Value is not null)
            {
                Register(writer, policy.Value, $"{core}.Width");
            }

            writer.Line("KeepParameters();");
        }
    }

    private static void Register(SourceWriter writer, MemberModel member, string arguments) =>
        writer.Line($"{member.Identifier} = Register({Names.Quoted(member.Name)}, new {member.Type}({arguments}));");

    private static string PooledWidth(InputModel input) =>
        $"{input.Member.Identifier}.{(input.Kind == InputKind.Vector ? "Width" : "PooledWidth")}";
}
