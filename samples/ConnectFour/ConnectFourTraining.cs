using Masking.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>Creates trainers for self-play.</summary>
public static class ConnectFourTraining
{
    private const int Environments = 128;
    private const int RolloutSteps = 32;
    private const int MaxRandomMoves = 24;

    /// <summary>The options of PPO.</summary>
    public static PpoOptions Options { get; } = new()
    {
        AlternatesSides = true,
        AdvantageDecay = 0.8,
        EntropyWeight = 0.1,
        Epochs = 3,
        LearningRate = 1e-3,
    };

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static SelfPlayTrainer CreateTrainer(PpoOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConnectFourPolicy policy = new();
        return new SelfPlayTrainer(
            PpoTrainer.Of(policy, Environments, RolloutSteps, _ => new SelfPlayGame(MaxRandomMoves), options, threads),
            policy,
            options.Seed);
    }
}
