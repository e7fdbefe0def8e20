using System.CommandLine;

namespace Masking.Training.CommandLine;

/// <summary>The arguments of the command line.</summary>
/// <param name="Parsed">All parsed arguments, including those of the program's own options.</param>
/// <param name="Steps">The length of the training in environment steps.</param>
/// <param name="Seed">The seed of all random numbers.</param>
/// <param name="Threads">The maximum number of threads that step the environments and learn.</param>
/// <param name="Agent">The name of the agent to train, one of <see cref="TrainingCommand.Agents"/>; the name of the command if there are
/// none.</param>
public sealed record TrainingArguments(ParseResult Parsed, int Steps, int Seed, int Threads, string Agent)
{
    /// <summary>The number of shards that the environments are divided into; 1 if the command has no option for it.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Whether the shards collect with the previous parameters while the trainer learns.</summary>
    public bool Overlap { get; init; }

    private readonly PassedRunner? _runner;

    /// <summary>Runs the shards; null runs them on the threads of the trainer.</summary>
    public IShardRunner? Runner
    {
        get => _runner?.Read();
        init => _runner = value is null ? null : new PassedRunner(value);
    }

    /// <summary>Whether there is a runner that nobody has read.</summary>
    internal bool IsRunnerUnread => _runner is { IsRead: false };
}
