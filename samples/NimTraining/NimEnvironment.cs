using Masking.Training;

namespace Masking.Samples.Nim;

/// <summary>
/// Nim against a player of random moves. The reward is 1 for taking the last coin, and -1 if the opponent takes it.
/// </summary>
public sealed class NimEnvironment : IEnvironment<NimPolicy.Batch, NimPolicy.Actions>
{
    private int _coins;

    /// <inheritdoc/>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _coins = 1 + random.Next(NimPolicy.MaxCoins);
    }

    /// <inheritdoc/>
    public StepResult Step(NimPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(random);
        _coins -= 1 + (int)actions.CoinsAt(row);
        if (_coins == 0)
        {
            return new StepResult(Reward: 1, EpisodeStatus.Terminated);
        }

        _coins -= 1 + random.Next(Math.Min(3, _coins));
        return _coins == 0 ? new StepResult(Reward: -1, EpisodeStatus.Terminated) : new StepResult(Reward: 0);
    }

    /// <inheritdoc/>
    public void WriteObservation(NimPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        batch.Pile(row)[_coins - 1] = 1;
        batch.CoinsMask(row)[Take.Two] = _coins >= 2;
        batch.CoinsMask(row)[Take.Three] = _coins >= 3;
    }
}
