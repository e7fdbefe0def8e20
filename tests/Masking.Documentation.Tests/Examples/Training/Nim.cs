using Masking;
using Masking.Training;

namespace Examples.Training;

public enum Take { One, Two, Three }

[MaskedPolicy]
public sealed partial class NimPolicy
{
    [Observation(NimGame.MaxCoins)] public partial MlpEncoder Pile { get; }
    [ActionMask]                    public partial Head<Take> Coins { get; }
    [Value]                         public partial ValueHead Value { get; }
}

/// <summary>The player takes one to three coins, then a random opponent does. Who takes the last coin wins.</summary>
public sealed class NimGame : IEnvironment<NimPolicy.Batch, NimPolicy.Actions>
{
    public const int MaxCoins = 12;

    private int _coins;

    public void Reset(RandomNumbers random) => _coins = 4 + random.Next(MaxCoins - 3);

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
        batch.Clear(row);                               // the row still has the previous observation
        batch.Pile(row)[_coins - 1] = 1;
        batch.CoinsMask(row)[Take.Two] = _coins >= 2;
        batch.CoinsMask(row)[Take.Three] = _coins >= 3;
    }
}
