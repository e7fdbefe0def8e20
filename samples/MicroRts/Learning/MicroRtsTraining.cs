using Masking.Training;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>Creates trainers.</summary>
public static class MicroRtsTraining
{
    /// <summary>The default length of a training in environment steps.</summary>
    public const int DefaultSteps = 2_949_120;

    /// <summary>The label of the return in learning curves.</summary>
    public const string ReturnLabel = "games won of 100 against the scripted players";

    private const int RolloutSteps = 64;

    /// <summary>The games.</summary>
    public static LearningSetup Setup { get; } = new();

    /// <summary>The options of PPO.</summary>
    public static PpoOptions Options { get; } = new()
    {
        LearningRate = 1e-3,
        AnnealingSteps = 6_000_000,
        EntropyWeight = 0.03,
        RatioOf = RatioScope.EachHead,
    };

    /// <summary>Creates a trainer.</summary>
    /// <param name="masks">The masks that the agent is trained with.</param>
    /// <param name="setup">The games.</param>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static AgentTrainer CreateTrainer(Masks masks, LearningSetup setup, PpoOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        MicroRtsPolicy policy = new();
        LearningGames games = new(setup, masks, options.Seed);
        MicroRtsPolicy.Rollout rollout = new(RolloutSteps, games.Count);
        return new AgentTrainer(PpoTrainer.Of(policy, games, rollout, options, threads), policy, setup, masks);
    }
}
