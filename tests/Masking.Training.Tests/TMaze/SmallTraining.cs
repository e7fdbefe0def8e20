using Environments = Masking.Training.IVectorEnvironment<
    Masking.Training.Tests.TMazePolicy.Observation,
    Masking.Training.Tests.TMazePolicy.Actions
>;

namespace Masking.Training.Tests;

/// <summary>A small training of a policy without memory, in a T-maze with episodes of 64 steps unless another one is given.</summary>
internal sealed class SmallTraining : SmallTraining<TMazePolicy.Observation, TMazePolicy.Actions, TMazePolicy.Distribution>
{
    private const int RolloutSteps = 16;

    public SmallTraining(
        PpoOptions? options = null,
        Func<Environments, Environments>? wrap = null,
        int threads = 1,
        int environments = 4,
        Func<TMaze>? maze = null)
        : this(
            Seeded((options ?? Options).Seed, () => new TMazePolicy()),
            Wrapped(Worlds(environments, threads, maze), wrap),
            new TMazePolicy.Rollout(RolloutSteps, environments),
            options ?? Options,
            threads)
    {
    }

    private SmallTraining(TMazePolicy policy, Environments environments, TMazePolicy.Rollout rollout, PpoOptions options, int threads)
        : base(policy, environments, rollout, options, threads) => Policy = policy;

    public static PpoOptions Options { get; } = new() { Epochs = 2, Minibatches = 2 };

    public TMazePolicy Policy { get; }

    /// <summary>Creates environments at the beginning of an episode.</summary>
    public static ParallelEnvironments<TMazePolicy.Batch, TMazePolicy.Observation, TMazePolicy.Actions> Worlds(
        int count, int threads = 1, Func<TMaze>? maze = null) => ParallelEnvironments.Of(
            new TMazePolicy.Batch(count),
            batch => batch.Observation,
            Enumerable.Range(0, count).Select(_ => TMazePolicy.World(maze?.Invoke() ?? new TMaze(length: 64))),
            seed: 1,
            threads);

    private static Environments Wrapped(Environments environments, Func<Environments, Environments>? wrap) =>
        wrap?.Invoke(environments) ?? environments;
}
