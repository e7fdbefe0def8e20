using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace Masking.Training;

/// <summary>Writes the metrics of a training as TensorBoard events.</summary>
/// <remarks>
/// TorchSharp's writer opens and closes its file for each number. A killed run may leave an incomplete number in the file, after which
/// TensorBoard stops reading. A resumed run therefore starts a new file and writes the known history to it first.
/// </remarks>
internal sealed class EventFile
{
    private readonly SummaryWriter _writer;
    private readonly IReadOnlyList<string> _names;

    /// <summary>Deletes the events in the folder and starts a new file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="history">The updates to write first.</param>
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
