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
                console.Write(Markup(frame));
                console.WriteLine();
                console.WriteLine();
            }

            return;
        }

        console.Live(new Markup("")).Start(live =>
        {
            foreach (string frame in frames)
            {
                live.UpdateTarget(Markup(frame));
                cancellationToken.WaitHandle.WaitOne(TimePerFrame);
            }
        });
    }

    /// <exception cref="IOException">The frame is empty, or is not valid markup.</exception>
    private static Markup Markup(string frame)
    {
        if (frame.Length == 0)
        {
            throw new IOException("--watch: the environment renders nothing. Implement Render, which returns its state as text.");
        }

        try
        {
            return new Markup(frame);
        }
        catch (InvalidOperationException exception)
        {
            throw new IOException(
                $"--watch: Render returned text that is no markup of Spectre.Console: {exception.Message} Write [[ for a bracket.",
                exception);
        }
    }
}
