using Masking.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// Wraps a trainer for self-play and measures the strength of the agent. The mean return of self-play does not measure strength, because
/// every game that one side wins is lost by the other. The reported return is therefore the percentage of games won against
/// <see cref="Opponent.OnePly"/>, measured every few updates.
/// </summary>
/// <param name="trainer">The trainer of the policy. It is disposed with this object.</param>
/// <param name="policy">The policy.</param>
/// <param name="seed">The seed of the opponents.</param>
public sealed class SelfPlayTrainer(ITrainer trainer, ConnectFourPolicy policy, int seed) : ITrainer
{
    /// <summary>The return of an agent that always wins.</summary>
    public const int BestReturn = 100;

    private const int UpdatesPerMatch = 10;
    private const int GamesPerMatch = 200;
    private const int GamesPerEvaluation = 1000;

    private double? _winPercentage;

    /// <inheritdoc/>
    public TrainingProgress Progress => trainer.Progress with { MeanReturn = _winPercentage };

    /// <inheritdoc/>
    public bool ResumesExactly => trainer.ResumesExactly;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames => trainer.MetricNames;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings => trainer.Settings;

    /// <summary>The policy. It is valid until the trainer is disposed.</summary>
    public ConnectFourPolicy Policy { get; } = policy;

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        if (!trainer.Update(cancellationToken))
        {
            return false;
        }

        if ((trainer.Progress.Updates - 1) % UpdatesPerMatch == 0)
        {
            _winPercentage = (double)Play(Opponent.OnePly, GamesPerMatch).Won * BestReturn / GamesPerMatch;
        }

        return true;
    }

    /// <summary>
    /// Plays games against an opponent. The sides alternate in moving first, and the agent plays its most probable move.
    /// </summary>
    /// <param name="opponent">The opponent.</param>
    /// <param name="games">The number of games; even.</param>
    public MatchResult Play(Opponent opponent, int games) =>
        MatchResult.Play(observation => Policy.ActGreedily(observation).Actions, opponent, games, seed);

    /// <summary>Plays games against both opponents and describes the results, one line for each.</summary>
    public string DescribeStrength() => string.Join(Environment.NewLine, new[] { Opponent.Random, Opponent.OnePly }.Select(opponent =>
    {
        MatchResult result = Play(opponent, GamesPerEvaluation);
        return $"Against {opponent.Name}, the agent won {result.Won}, drew {result.Drawn} and lost {result.Lost} "
            + $"of {GamesPerEvaluation} games.";
    }));

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode()
    {
        RandomNumbers random = new(seed, row: 0);
        using Agent agent = new(Policy);
        Position position = default;
        while (!position.IsOver)
        {
            PositionEvaluation evaluation = agent.Evaluate(position);
            yield return $"{BoardDrawing.Render(position)}\n{BoardDrawing.Render(evaluation)}\n";
            position = position.Play(evaluation.SampleMove(random));
        }

        yield return $"{BoardDrawing.Render(position)}\n";
    }

    /// <inheritdoc/>
    public void SavePolicy(string path) => Policy.Save(path);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_winPercentage ?? double.NaN);
        trainer.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        double winPercentage = reader.ReadDouble();
        CheckpointException.Require(
            winPercentage is double.NaN or (>= 0 and <= BestReturn),
            $"expected 0 to {BestReturn} games won of {BestReturn}, got {winPercentage}");
        trainer.Load(reader);
        _winPercentage = double.IsNaN(winPercentage) ? null : winPercentage;
    }

    /// <inheritdoc/>
    public void Dispose() => trainer.Dispose();
}
