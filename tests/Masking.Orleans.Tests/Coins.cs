using Masking.Training;

namespace Masking.Orleans.Tests;

/// <summary>The side of a coin.</summary>
public enum Side { Heads, Tails }

/// <summary>A policy that guesses the side of a coin that it sees.</summary>
[MaskedPolicy]
public sealed partial class CoinPolicy
{
    [Observation(2)] public partial MlpEncoder Coin { get; }
    [ActionMask]     public partial Head<Side> Guess { get; }
    [Value]          public partial ValueHead Value { get; }
}

/// <summary>A policy that also guesses the value of the coin.</summary>
[MaskedPolicy]
public sealed partial class PursePolicy
{
    [Observation(2)] public partial MlpEncoder Coin { get; }
    [ActionMask]     public partial Head<Side> Guess { get; }
    [ActionMask]     public partial Head<Side> Worth { get; }
    [Value]          public partial ValueHead Value { get; }
}

/// <summary>Rewards right guesses, in episodes of three coins.</summary>
/// <param name="fails">Whether every step fails.</param>
internal sealed class CoinWorld(bool fails = false) : IEnvironment<CoinPolicy.Batch, CoinPolicy.Actions>, ICheckpointable
{
    private int _side;
    private int _coins;

    public void Reset(RandomNumbers random) => (_side, _coins) = (random.Next(2), 0);

    public StepResult Step(CoinPolicy.Actions actions, int row, RandomNumbers random)
    {
        if (fails)
        {
            throw new FormatException("no such coin");
        }

        float reward = (int)actions.GuessAt(row) == _side ? 1 : 0;
        (_side, _coins) = (random.Next(2), _coins + 1);
        return new StepResult(reward, _coins == 3 ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    public void WriteObservation(CoinPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        batch.Coin(row)[_side] = 1;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_side);
        writer.Write(_coins);
    }

    public void Load(BinaryReader reader)
    {
        _side = reader.ReadInt32("side", 0, 1);
        _coins = reader.ReadInt32("coins", 0, 2);
    }
}

/// <summary>An environment without rewards.</summary>
internal sealed class PurseWorld : IEnvironment<PursePolicy.Batch, PursePolicy.Actions>
{
    public void Reset(RandomNumbers random)
    {
    }

    public StepResult Step(PursePolicy.Actions actions, int row, RandomNumbers random) => new(Reward: 0);

    public void WriteObservation(PursePolicy.Batch batch, int row) => batch.Clear(row);
}
