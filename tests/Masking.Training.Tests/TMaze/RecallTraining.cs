using Environments = Masking.Training.IVectorEnvironment<
    Masking.Training.Tests.TMazeRecallPolicy.Observation,
    Masking.Training.Tests.TMazeRecallPolicy.Actions
>;

namespace Masking.Training.Tests;

/// <summary>A small training of a policy with memory. Episodes end after 3 to 5 steps, so that they end anywhere in a rollout.</summary>
internal sealed class RecallTraining
    : SmallTraining<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions, TMazeRecallPolicy.Distribution>
{
    public RecallTraining(
        PpoOptions? options = null,
        Func<Environments, Environments>? wrap = null,
        int threads = 1,
        int environments = 4,
        int steps = 16,
        Func<TMaze>? maze = null)
        : this(
            Seeded((options ?? Options).Seed, () => new TMazeRecallPolicy()),
            Wrapped(Worlds(environments, threads, maze), wrap),
            new TMazeRecallPolicy.Rollout(steps, environments),
            options ?? Options,
            threads)
    {
    }

    private RecallTraining(
        TMazeRecallPolicy policy, Environments environments, TMazeRecallPolicy.Rollout rollout, PpoOptions options, int threads)
        : base(policy, environments, rollout, options, threads) => Policy = policy;

    public static PpoOptions Options { get; } = new() { Epochs = 2, Minibatches = 2, RowsPerShard = 16 };

    public TMazeRecallPolicy Policy { get; }

    /// <summary>Creates environments at the beginning of an episode.</summary>
    public static ParallelEnvironments<TMazeRecallPolicy.Batch, TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions> Worlds(
        int count, int threads = 1, Func<TMaze>? maze = null) => ParallelEnvironments.Of(
            new TMazeRecallPolicy.Batch(count),
            batch => batch.Observation,
            Enumerable.Range(0, count).Select(_ => TMazeRecallPolicy.World(maze?.Invoke() ?? new TMaze(length: 5, entrances: 3))),
            seed: 1,
            threads);

    private static Environments Wrapped(Environments environments, Func<Environments, Environments>? wrap) =>
        wrap?.Invoke(environments) ?? environments;
}
