using Masking.Samples.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>A training by self-play.</summary>
public static class ConnectFourTraining
{
    private const int Environments = 128;
    private const int RolloutSteps = 32;
    private const int MostRandomMoves = 24;

    /// <summary>The settings.</summary>
    public static PpoOptions Options { get; } = new()
    {
        AlternatesSides = true,
        AdvantageDecay = 0.8,
        EntropyWeight = 0.1,
        Epochs = 3,
        LearningRate = 1e-3,
    };

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="threads">The most threads that step the games.</param>
    public static SelfPlayTrainer Begin(PpoOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConnectFourPolicy policy = new();
        return new SelfPlayTrainer(
            PpoTrainer.Of(
                policy,
                ParallelEnvironments.Of(
                    new ConnectFourPolicy.Batch(Environments),
                    batch => batch.Observation,
                    Enumerable.Range(0, Environments).Select(_ => new SelfPlay(MostRandomMoves)),
                    options.Seed,
                    threads),
                new ConnectFourPolicy.Rollout(RolloutSteps, Environments),
                options),
            policy,
            options.Seed);
    }
}
