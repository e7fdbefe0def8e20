namespace Masking.Training.CommandLine;

/// <summary>A completed run, as passed to <see cref="TrainingCommand.OnCompleted"/>.</summary>
/// <param name="Trainers">The trainers, in the order of <see cref="TrainingCommand.Agents"/>; a single one if there are no agents.</param>
/// <param name="Arguments">The arguments of the command line.</param>
/// <param name="Folder">The folder of the run, which contains the learning curve.</param>
/// <param name="Output">The writer for output.</param>
public sealed record CompletedRun(IReadOnlyList<ITrainer> Trainers, TrainingArguments Arguments, DirectoryInfo Folder, TextWriter Output)
{
    /// <summary>Is canceled by Ctrl-C.</summary>
    public CancellationToken CancellationToken { get; init; }
}
