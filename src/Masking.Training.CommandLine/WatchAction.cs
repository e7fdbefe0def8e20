using Spectre.Console;

namespace Masking.Training.CommandLine;

/// <summary>
/// The action of <c>--watch</c>: renders one episode of the trained agent, updated in place on a terminal, one frame below the other
/// elsewhere.
/// </summary>
internal static class WatchAction
{
    private static readonly TimeSpan TimePerFrame = TimeSpan.FromMilliseconds(150);

    /// <summary>Creates the action.</summary>
    public static CheckpointAction Create() => new("--watch", "Shows an episode of the trained agent in the folder.", Run);

    private static void Run(ITrainer trainer, IAnsiConsole console, CancellationToken cancellationToken)
    {
        IEnumerable<string> frames = trainer.RenderEpisode().TakeWhile(_ => !cancellationToken.IsCancellationRequested);
        if (!TrainingDisplay.IsLive(console))
        {
            foreach (string frame in frames)
            {
                console.MarkupLine(frame);
                console.WriteLine();
            }

            return;
        }

        console.Live(new Markup("")).Start(live =>
        {
            foreach (string frame in frames)
            {
                live.UpdateTarget(new Markup(frame));
                cancellationToken.WaitHandle.WaitOne(TimePerFrame);
            }
        });
    }
}
