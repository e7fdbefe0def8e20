using Masking.Training;
using Definition = Masking.Training.PpoDefinition<
    Masking.Samples.ConnectFour.ConnectFourPolicy.Observation,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Actions,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Distribution,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Batch
>;
using Trainer = Masking.Training.PpoTrainer<
    Masking.Samples.ConnectFour.ConnectFourPolicy.Observation,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Actions,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Distribution
>;

namespace Masking.Samples.ConnectFour;

/// <summary>Defines trainings by self-play and creates their trainers.</summary>
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

    /// <summary>Defines a training with one shard.</summary>
    /// <param name="options">The options of PPO.</param>
    public static Definition Define(PpoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return PpoDefinition.Of(
            () => new ConnectFourPolicy(),
            rows => new ConnectFourPolicy.Batch(rows),
            _ => new SelfPlayGame(MaxRandomMoves),
            Environments,
            RolloutSteps) with
        {
            Options = options,
        };
    }

    /// <summary>Creates a trainer.</summary>
    /// <param name="options">The options of PPO.</param>
    /// <param name="threads">The maximum number of threads.</param>
    public static SelfPlayTrainer CreateTrainer(PpoOptions options, int threads) => CreateTrainer(Define(options), threads);

    /// <summary>Creates a trainer of a definition.</summary>
    /// <param name="definition">The definition, from <see cref="Define"/>.</param>
    /// <param name="threads">The maximum number of threads.</param>
    /// <param name="runner">Runs the shards, and is disposed with the trainer; null runs them in this process.</param>
    public static SelfPlayTrainer CreateTrainer(Definition definition, int threads, IShardRunner? runner = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Trainer trainer = definition.CreateTrainer(threads, runner);
        return new SelfPlayTrainer(trainer, (ConnectFourPolicy)trainer.Policy, definition.Options.Seed);
    }
}
