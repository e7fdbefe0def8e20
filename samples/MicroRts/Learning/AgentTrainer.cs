using Masking.Samples.MicroRts.Players;
using Masking.Training;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>
/// Wraps a trainer, and measures the strength of the agent. The mean return of a training against itself does not measure it, because what
/// one side wins is lost by the other. The reported return is therefore the percentage of games won against the scripted players, measured
/// every few updates.
/// </summary>
/// <param name="trainer">The trainer of the policy. It is disposed with this object.</param>
/// <param name="policy">The policy.</param>
/// <param name="setup">The games of the training.</param>
/// <param name="masks">The masks that the agent is trained with.</param>
public sealed class AgentTrainer(ITrainer trainer, MicroRtsPolicy policy, LearningSetup setup, Masks masks) : ITrainer
{
    /// <summary>The return of an agent that always wins.</summary>
    public const int BestReturn = 100;

    /// <summary>The number of updates between two measurements.</summary>
    public const int UpdatesPerMeasurement = 25;

    /// <summary>The seed of the measurements. It is that of no training, because those are not negative.</summary>
    private const int MeasurementSeed = -1;

    /// <summary>The opponent in the rendered episode.</summary>
    private const string EpisodeOpponent = "worker-rush";

    private const int GamesPerMeasurement = 20;
    private const int GamesPerEvaluation = 100;

    private double? _winPercentage;

    /// <inheritdoc/>
    public TrainingProgress Progress => trainer.Progress with { MeanReturn = _winPercentage };

    /// <inheritdoc/>
    public bool ResumesExactly => trainer.ResumesExactly;

    /// <inheritdoc/>
    public IReadOnlyList<string> MetricNames => trainer.MetricNames;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings => [.. trainer.Settings, .. setup.Describe(masks)];

    /// <summary>The policy. It is valid until the trainer is disposed.</summary>
    public MicroRtsPolicy Policy => policy;

    /// <inheritdoc/>
    public bool Update(CancellationToken cancellationToken)
    {
        if (!trainer.Update(cancellationToken))
        {
            return false;
        }

        if (trainer.Progress.Updates % UpdatesPerMeasurement == 0)
        {
            int won = setup.Opponents.Keys.Sum(opponent => Play(opponent, GamesPerMeasurement).Won);
            _winPercentage = (double)won * BestReturn / (setup.Opponents.Count * GamesPerMeasurement);
        }

        return true;
    }

    /// <summary>Plays games of the agent against a scripted player.</summary>
    /// <param name="opponent">The name of the scripted player.</param>
    /// <param name="games">The number of games.</param>
    /// <param name="cancellationToken">Ends the series early.</param>
    public SeriesResult Play(string opponent, int games, CancellationToken cancellationToken = default)
    {
        using AgentPlayer agent = new(policy, masks);
        return new GameSeries(setup.Map, Match.DefaultCycles, MeasurementSeed).Play(
            agent, ScriptedPlayers.Create(opponent), games, cancellationToken);
    }

    /// <summary>Plays games against the scripted players of the training, and describes the results, one line for each.</summary>
    /// <param name="cancellationToken">Ends the games early.</param>
    public string DescribeStrength(CancellationToken cancellationToken) => string.Join(
        Environment.NewLine,
        setup.Opponents.Keys.Select(opponent => Describe(opponent, Play(opponent, GamesPerEvaluation, cancellationToken))));

    /// <inheritdoc/>
    public IEnumerable<string> RenderEpisode()
    {
        using AgentPlayer agent = new(policy, masks);
        Match match = new(setup.Map, agent, ScriptedPlayers.Create(EpisodeOpponent), Match.DefaultCycles, MeasurementSeed);
        foreach (string frame in match.Frames(CancellationToken.None))
        {
            yield return frame;
        }
    }

    /// <inheritdoc/>
    public void SavePolicy(string path) => policy.Save(path);

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

    private static string Describe(string opponent, SeriesResult result) =>
        $"Against {opponent}, the agent won {result.Won}, drew {result.Drawn} and lost {result.Lost} of {result.Games} games.";
}
