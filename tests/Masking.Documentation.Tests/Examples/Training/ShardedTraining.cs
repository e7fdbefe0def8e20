using Masking.Training;
using static TorchSharp.torch;

namespace Examples.Training;

/// <summary>A game of Nim that saves its state.</summary>
public sealed class SavedNimGame : IEnvironment<NimPolicy.Batch, NimPolicy.Actions>, ICheckpointable
{
    private int _coins;

    public void Reset(RandomNumbers random) => _coins = 4 + random.Next(NimGame.MaxCoins - 3);

    public StepResult Step(NimPolicy.Actions actions, int row, RandomNumbers random)
    {
        _coins -= 1 + (int)actions.CoinsAt(row);
        if (_coins == 0)
        {
            return new StepResult(Reward: 1, EpisodeStatus.Terminated);
        }

        _coins -= 1 + random.Next(Math.Min(3, _coins));
        return _coins == 0 ? new StepResult(Reward: -1, EpisodeStatus.Terminated) : new StepResult(Reward: 0);
    }

    public void WriteObservation(NimPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        batch.Pile(row)[_coins - 1] = 1;
        batch.CoinsMask(row)[Take.Two] = _coins >= 2;
        batch.CoinsMask(row)[Take.Three] = _coins >= 3;
    }

    public void Save(BinaryWriter writer) => writer.Write(_coins);

    public void Load(BinaryReader reader) => _coins = reader.ReadInt32("coins", 1, NimGame.MaxCoins);
}

public sealed class ShardedTraining
{
    [Fact]
    public void ATrainingInShards_LearnsTheGame() => Assert.InRange(Train(), 0.5, 1);

    private static double Train()
    {
        manual_seed(1);
        var definition = PpoDefinition.Of(
            () => new NimPolicy(),
            rows => new NimPolicy.Batch(rows),
            row => new SavedNimGame(),
            environments: 16,
            steps: 64) with { Shards = 4 };
        using var trainer = definition.CreateTrainer();
        trainer.Run(environmentSteps: 40_000);

        return trainer.Progress.MeanReturn!.Value;
    }
}
