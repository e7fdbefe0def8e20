using Masking.Benchmarks.Baselines.Generating;
using Masking.Benchmarks.Comparing;
using Masking.Generators;

namespace Masking.Benchmarks.Workloads;

internal sealed class W8Generator : IWorkload
{
    private const int WarmUp = 50;
    private const double LongestMilliseconds = 5;

    public string Name => "W8";

    public string Description => "the generator: one keystroke in a project of 50 policies of 8 members among 1,000 files";

    public void Compare(Scoreboard board)
    {
        Compare(board, "in an ordinary file", editsPolicy: false, declares: false);
        Compare(board, "in a policy's file", editsPolicy: true, declares: false);
        Compare(board, "that declares a type", editsPolicy: false, declares: true);
    }

    private void Compare(Scoreboard board, string what, bool editsPolicy, bool declares)
    {
        EditedProject ours = new(new PolicyGenerator(), editsPolicy, declares);
        EditedProject theirs = new(new HoldingGenerator(), editsPolicy, declares);
        string title = $"{Name} keystroke {what}";
        RequireSame(title, ours, theirs);
        double nanoseconds = board.Faster(
            $"{title} holding",
            target: 2,
            Timing.Of(ours.Type, ours.Generate),
            Timing.Of(theirs.Type, theirs.Generate)
        );
        board.AtMost(title, nanoseconds / 1e6, LongestMilliseconds, "ms");
    }

    private static void RequireSame(string title, EditedProject ours, EditedProject theirs)
    {
        // So many, because the compiler itself has to be compiled first.
        for (int i = 0; i < WarmUp; i++)
        {
            ours.Generate(ours.Type());
            theirs.Generate(theirs.Type());
        }

        IReadOnlyDictionary<string, string> texts = ours.Generated;
        if (
            texts.Count != EditedProject.Policies
            || !texts.OrderBy(each => each.Key).SequenceEqual(theirs.Generated.OrderBy(each => each.Key))
        )
        {
            throw new DisagreementException($"{title}: the generators do not write the same for {EditedProject.Policies} policies.");
        }
    }
}
