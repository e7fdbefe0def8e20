using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Rollout</c>: the memory of what environments went through, from which a trainer learns.</summary>
internal static class RolloutEmitter
{
    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        BatchSizes sizes = new(policy);
        writer.Line();
        writer.Line(
            "/// <summary>What a number of environments went through for a number of steps, from which a trainer learns.</summary>"
        );
        writer.Line(Names.Generated);
        writer.Line($"public sealed class Rollout : {Names.Masking}Rollout<Observation, Actions>");
        using (writer.Braces())
        {
            if (policy.IsValid)
            {
                Layout(writer, policy);
            }

            Constructor(writer, policy, sizes);
        }
    }

    private static void Layout(SourceWriter writer, PolicyModel policy)
    {
        writer.Line($"private static readonly {Names.CompilerServices}RolloutLayout Layout = new(");
        IEnumerable<string> actions = policy.Heads.Select(head =>
            $"{Names.CompilerServices}InputSpec.Action({Names.Quoted(head.Member.Name)}, {Names.Quoted(ShapeOf(policy, head))})"
        );
        writer.Arguments(["Contract", $"hasValue: {(policy.Value is null ? "false" : "true")}", .. actions]);
        writer.Line();
    }

    private static void Constructor(SourceWriter writer, PolicyModel policy, BatchSizes sizes)
    {
        writer.Line("/// <summary>Memory for all steps; no more is taken later.</summary>");
        writer.Line("/// <param name=\"steps\">The steps that each environment takes.</param>");
        writer.Line("/// <param name=\"environments\">The number of environments.</param>");
        foreach ((string _, string name, string meaning, bool _) in sizes.Parameters)
        {
            writer.Line($"/// <param name=\"{name}\">{meaning}</param>");
        }

        string parameters = string.Join(
            ", ",
            new[] { "steps", "environments" }.Concat(sizes.Parameters.Select(parameter => parameter.Name)).Select(name => "int " + name)
        );
        writer.Line($"public Rollout({parameters})");
        using (writer.Indented())
        {
            if (!policy.IsValid)
            {
                writer.Line($": base(null!, steps, environments) => {Names.Invalid};");
                return;
            }

            IEnumerable<string> axes = sizes.Parameters.Select(parameter =>
                $"{Names.CompilerServices}RolloutAxis.{(parameter.CanBeZero ? "Entities" : "Cells")}({Names.Quoted(parameter.Axis)}, {parameter.Name})"
            );
            writer.Line($": base({string.Join(",\n    ", axes.Prepend("Layout, steps, environments"))})");
        }

        writer.Braces().Dispose();
    }

    private static string ShapeOf(PolicyModel policy, HeadModel head) => $"({Names.ActionAxes(policy, head)})";
}
