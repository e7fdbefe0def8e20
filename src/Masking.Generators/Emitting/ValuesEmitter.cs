using Masking.Generators.Model;

namespace Masking.Generators.Emitting;

/// <summary>Prints the <c>Values</c> of a class with a <c>QHead</c>: each operation asks the one head, and names what it gives.</summary>
internal static class ValuesEmitter
{
    private const string Field = "_values";

    public static void Emit(SourceWriter writer, PolicyModel policy)
    {
        writer.Line();
        writer.Line(
            "/// <summary>What all actions are worth on a batch of observations, over legal actions only. Tensors that it returns belong to the caller.</summary>"
        );
        writer.Line(Names.Generated);
        writer.Line($"public sealed class Values : {Names.Masking}IActionValues<Actions>");
        using (writer.Braces())
        {
            writer.Line($"private readonly {Names.CompilerServices}ActorValues {Field};");
            writer.Line();
            writer.Line($"internal Values({Names.CompilerServices}ActorValues values) => {Field} = values;");

            // A class whose head is broken has signatures alone.
            HeadModel? head = policy.Heads.FirstOrDefault();
            ActorModel? actor = policy.Actors.FirstOrDefault();
            string absent = actor is null or { Kind: ActorKind.Agent } ? "" : ", and for absent actors";
            Choosing(writer, head, absent);
            Valuing(writer, head, actor?.Axes ?? "batch", absent);
            writer.Line();
            writer.Line($"void {Names.Masking}IActionValues<Actions>.RequireFinite() => {Field}.RequireFinite();");
            writer.Line();
            writer.Line("/// <summary>Releases the tensors.</summary>");
            writer.Line($"public void Dispose() => {Field}.Dispose();");
            writer.Line();
            writer.Line("/// <summary>What is valued, for how many actors.</summary>");
            writer.Line($"public override string ToString() => {Names.CompilerServices}RecordText.Of({Names.Quoted(policy.Name + ".Values")}, "
                + $"isDisposed: false, (null, {Field}));");
        }
    }

    private static void Choosing(SourceWriter writer, HeadModel? head, string absent)
    {
        writer.Line();
        writer.Line(
            $"/// <summary>The legal actions of the greatest value, ties to the lowest index; -1 where no action is legal{absent}.</summary>"
        );
        writer.Line($"public Actions Greedy() => {Actions(head, $"{Field}.Greedy()")};");
        writer.Line();
        writer.Line(
            "/// <summary>With probability <paramref name=\"epsilon\"/>, of every actor for itself, a uniformly random legal action, else the greedy one.</summary>"
        );
        writer.Line("/// <param name=\"epsilon\">0 to 1.</param>");
        writer.Line("/// <param name=\"stream\">The random numbers; takes one step of it.</param>");
        writer.Line(
            $"public Actions EpsilonGreedy(double epsilon, {Names.Masking}RandomStream stream) => {Actions(head, $"{Field}.EpsilonGreedy(epsilon, stream)")};"
        );
    }

    private static void Valuing(SourceWriter writer, HeadModel? head, string axes, string absent)
    {
        writer.Line();
        writer.Line("/// <summary>The greatest value over legal actions, with gradient.</summary>");
        writer.Line($"/// <returns><c>({axes})</c>; 0 where no action is legal{absent}.</returns>");
        writer.Line($"public {Names.Tensor} Max() => {Field}.Max();");
        writer.Line();
        writer.Line("/// <summary>The values of given actions, with gradient.</summary>");
        writer.Line(
            $"/// <param name=\"actions\">The actions of this batch{(absent.Length == 0 ? "" : "; what absent actors have is not read")}.</param>"
        );
        writer.Line($"/// <returns><c>({axes})</c>; -inf for a masked action; 0 for -1, no action{absent}.</returns>");
        writer.Line($"public {Names.Tensor} Of(Actions actions)");
        using (writer.Braces())
        {
            writer.Line("global::System.ArgumentNullException.ThrowIfNull(actions);");
            writer.Line(head is null ? $"{Names.Invalid};" : $"return {Field}.Of(actions.{head.Member.Identifier});");
        }
    }

    private static string Actions(HeadModel? head, string tensor) =>
        head is null ? Names.Invalid : $"new() {{ {head.Member.Identifier} = {tensor} }}";
}
