using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace Masking.Samples.Training;

/// <summary>The course of a training as TensorBoard events.</summary>
/// <remarks>
/// TorchSharp's writer opens and closes its file for each number, so a killed run may leave half of one behind, and TensorBoard reads no
/// further. Going on therefore begins with a new file, written from the course that is known.
/// </remarks>
internal sealed class EventFile
{
    private readonly SummaryWriter _writer;
    private readonly IReadOnlyList<string> _names;

    /// <param name="folder">Where; earlier events in it are removed.</param>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="history">What to begin with.</param>
    public EventFile(DirectoryInfo folder, IReadOnlyList<string> names, IEnumerable<TrainingProgress> history)
    {
        folder.Create();
        foreach (FileInfo earlier in folder.EnumerateFiles("events.out.tfevents.*"))
        {
            earlier.Delete();
        }

        _names = names;
        _writer = tensorboard.SummaryWriter(folder.FullName);
        foreach (TrainingProgress progress in history)
        {
            Append(progress);
        }
    }

    /// <summary>Appends an update.</summary>
    public void Append(TrainingProgress progress)
    {
        int step = (int)progress.EnvironmentSteps;
        if (progress.MeanReturn is { } mean)
        {
            _writer.add_scalar("return", (float)mean, step);
        }

        for (int i = 0; i < progress.Metrics.Count; i++)
        {
            _writer.add_scalar(_names[i], (float)progress.Metrics[i], step);
        }
    }
}
