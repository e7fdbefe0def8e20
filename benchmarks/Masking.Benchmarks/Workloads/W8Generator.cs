using Masking.Benchmarks.Baselines.Generating;
using Masking.Benchmarks.Comparing;
using Masking.Generators;

namespace Masking.Benchmarks.Workloads;

internal sealed class W8Generator : IWorkload
{
    private const int WarmUp = 50;
    private const double MaxMilliseconds = 5;
    private const double MaxMillisecondsOverEmpty = 3;
    private const int Heads = 500;
    private const int MaxCharacters = 1_050_000;

    public string Name => "W8";

    public string Description =>
        $"the generator: one keystroke in a project of 50 policies of 8 members among 1,000 files, and one policy of {Heads} heads";

    public void Compare(Scoreboard board)
    {
        foreach (Keystroke keystroke in EditedProject.Keystrokes)
        {
            Compare(board, keystroke);
        }

        CompareManyHeads(board);
    }

    private void Compare(Scoreboard board, Keystroke keystroke)
    {
        EditedProject ours = new(new PolicyGenerator(), keystroke);
        EditedProject holding = new(new HoldingGenerator(), keystroke);
        EditedProject empty = new(new EmptyGenerator(), keystroke);
        string title = $"{Name} keystroke {keystroke.Place}";
        RequireSame(title, ours, holding);
        double nanoseconds = board.ReportSpeedup(
            title,
            "holding",
            target: 2,
            Timing.Of(ours.TypeCharacter, ours.Generate),
            Timing.Of(holding.TypeCharacter, holding.Generate)
        );
        board.ReportLimit(title, nanoseconds / 1e6, MaxMilliseconds, "ms");
        board.ReportExcess(
            $"{title} empty",
            MaxMillisecondsOverEmpty,
            Timing.Of(ours.TypeCharacter, ours.Generate),
            Timing.Of(empty.TypeCharacter, empty.Generate)
        );
    }

    /// <summary>Text and time grow with the number of heads, and not with its square.</summary>
    private void CompareManyHeads(Scoreboard board)
    {
        ManyHeads large = new(Heads);
        ManyHeads small = new(Heads / 2);
        board.ReportLimit($"{Name} text of {Heads} heads", large.Generate().Length, MaxCharacters, "characters");
        board.ReportGrowth(
            $"{Name} generate {Heads} heads over {Heads / 2}",
            limit: 2.5,
            Timing.Of(() => large.Generate()),
            Timing.Of(() => small.Generate()));
    }

    private static void RequireSame(string title, EditedProject ours, EditedProject theirs)
    {
        // The JIT compiler needs this many edits to optimize the C# compiler.
        for (int i = 0; i < WarmUp; i++)
        {
            ours.Generate(ours.TypeCharacter());
            theirs.Generate(theirs.TypeCharacter());
        }

        IReadOnlyDictionary<string, string> texts = ours.Generated;
        if (
            texts.Count != EditedProject.Policies
            || !texts.OrderBy(each => each.Key).SequenceEqual(theirs.Generated.OrderBy(each => each.Key))
        )
        {
            throw new DisagreementException($"{title}: the generated sources of {EditedProject.Policies} policies differ.");
        }
    }
}
