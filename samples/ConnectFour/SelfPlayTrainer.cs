using Masking.Samples.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// A training by self-play that says how strong the agent is: in self-play one side always loses, so now and then it plays against
/// <see cref="Opponent.OnePly"/>, and its return is the games that it won there, of 100.
/// </summary>
/// <param name="training">What trains; it is disposed with this.</param>
/// <param name="policy">What it trains.</param>
/// <param name="seed">The seed of the opponents.</param>
public sealed class SelfPlayTrainer(ITrainer training, ConnectFourPolicy policy, int seed) : ITrainer
{
    /// <summary>The return of an agent that always wins.</summary>
    public const int BestReturn = 100;

    private const int UpdatesPerMatch = 10;
    private const int GamesPerMatch = 200;
    private const int GamesAtTheEnd = 1000;

    private double? _won;

    /// <inheritdoc/>
    public TrainingProgress Progress => training.Progress with { MeanReturn = _won };

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames => training.MetricNames;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings => training.Settings;

    /// <summary>The policy, for as long as the trainer is not disposed.</summary>
    public ConnectFourPolicy Policy { get; } = policy;

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        if (!training.Update(cancellationToken))
        {
            return false;
        }

        if ((training.Progress.Updates - 1) % UpdatesPerMatch == 0)
        {
            _won = (double)Play(Opponent.OnePly, GamesPerMatch).Won * BestReturn / GamesPerMatch;
        }

        return true;
    }

    /// <summary>Plays games against somebody. The agent begins every other one, and plays what it finds most probable.</summary>
    /// <param name="opponent">The other side.</param>
    /// <param name="games">How many; an even number.</param>
    public MatchResult Play(Opponent opponent, int games) =>
        MatchResult.Of(observation => Policy.ActGreedily(observation).Actions, opponent, games, seed);

    /// <summary>How strong it is now, in words and numbers.</summary>
    public string Strength() => string.Join(Environment.NewLine, new[] { Opponent.Random, Opponent.OnePly }.Select(opponent =>
    {
        MatchResult result = Play(opponent, GamesAtTheEnd);
        return $"Against {opponent.Name} it won {result.Won}, drew {result.Drawn} and lost {result.Lost} of {GamesAtTheEnd} games.";
    }));

    /// <inheritdoc/>
    public IEnumerable<string> Watch()
    {
        RandomNumbers random = new(seed, row: 0);
        using Agent agent = new(Policy);
        Position position = default;
        while (!position.IsOver)
        {
            Thoughts thoughts = agent.Think(position);
            yield return $"{BoardDrawing.Of(position)}\n{BoardDrawing.Of(thoughts)}\n";
            position = position.Play(thoughts.Pick(random));
        }

        yield return $"{BoardDrawing.Of(position)}\n";
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_won ?? double.NaN);
        training.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        double won = reader.ReadDouble();
        CheckpointException.Require(won is double.NaN or (>= 0 and <= BestReturn), $"expected 0 to {BestReturn} games won, got {won}");
        training.Load(reader);
        _won = double.IsNaN(won) ? null : won;
    }

    /// <inheritdoc/>
    public void Dispose() => training.Dispose();
}
