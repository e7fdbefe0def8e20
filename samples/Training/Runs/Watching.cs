using Spectre.Console;

namespace Masking.Samples.Training;

/// <summary>Shows one episode of what a training has learned: in place on a terminal, one picture below the other elsewhere.</summary>
internal static class Watching
{
    private static readonly TimeSpan TimePerStep = TimeSpan.FromMilliseconds(150);

    /// <summary>What <c>--watch</c> does.</summary>
    public static Performance Performance { get; } =
        new("--watch", "Shows what the training in the folder has learned, in its world.", Show);

    private static void Show(ITrainer trainer, IAnsiConsole console, CancellationToken cancellationToken)
    {
        IEnumerable<string> pictures = trainer.Watch().TakeWhile(_ => !cancellationToken.IsCancellationRequested);
        if (!TrainingDisplay.IsLive(console))
        {
            foreach (string picture in pictures)
            {
                console.MarkupLine(picture);
                console.WriteLine();
            }

            return;
        }

        console.Live(new Markup("")).Start(live =>
        {
            foreach (string picture in pictures)
            {
                live.UpdateTarget(new Markup(picture));
                cancellationToken.WaitHandle.WaitOne(TimePerStep);
            }
        });
    }
}
