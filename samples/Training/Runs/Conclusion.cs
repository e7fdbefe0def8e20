namespace Masking.Samples.Training;

/// <summary>What came of a run: for what a sample says and draws at the end of it.</summary>
/// <param name="Trainers">The trainers, in the order of the <see cref="TrainingCommand.Agents"/>; one where none is named.</param>
/// <param name="Arguments">What was asked for.</param>
/// <param name="Folder">The folder of the run, where pictures go beside the learning curve.</param>
/// <param name="Output">Where to write.</param>
public sealed record Conclusion(IReadOnlyList<ITrainer> Trainers, TrainingArguments Arguments, DirectoryInfo Folder, TextWriter Output);
