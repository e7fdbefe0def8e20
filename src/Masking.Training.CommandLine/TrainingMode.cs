using System.CommandLine;

namespace Masking.Training.CommandLine;

/// <summary>A way to run the shards of a training, with options of its own.</summary>
/// <param name="Subcommand">The name of the subcommand; null for the options of the command itself.</param>
/// <param name="Description">The description for <c>--help</c>.</param>
/// <param name="Options">The options.</param>
/// <param name="HasWorkers">Returns whether the options ask for workers. If false, the trainer runs the shards.</param>
/// <param name="Start">Starts what runs the shards. Throws a <see cref="UsageException"/> if an option is not valid.</param>
internal sealed record TrainingMode(
    string? Subcommand,
    string Description,
    IReadOnlyList<Option> Options,
    Func<ParseResult, bool> HasWorkers,
    Func<TrainingStart, Task<IShardHost>> Start)
{
    /// <summary>The mode of a training whose trainer runs the shards.</summary>
    public static TrainingMode Local { get; } =
        new(null, "", [], _ => false, _ => throw new InvalidOperationException("expected workers."));
}
