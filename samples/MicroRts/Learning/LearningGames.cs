using Masking.Training;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>
/// The environments of a training: games against scripted players, with one row each, followed by games of the agent against itself, whose
/// two sides are two rows. A step of a row begins when the agent can give an order in its game. In a game against itself, that may be the
/// order of the other side; the row has no actors then.
/// </summary>
public sealed class LearningGames : IVectorEnvironment<MicroRtsPolicy.Observation, MicroRtsPolicy.Actions>
{
    private readonly MicroRtsPolicy.Batch _batch;
    private readonly AgentView _view;
    private readonly LearningGame[] _games;

    /// <summary>The game and the side of each row.</summary>
    private readonly (LearningGame Game, int Side)[] _rows;

    private readonly bool[] _isRendered;
    private readonly VectorStepResult _result;

    /// <summary>Begins the games.</summary>
    /// <param name="setup">The games.</param>
    /// <param name="masks">The masks that the agent is trained with.</param>
    /// <param name="seed">The seed of the sides and of the scripted players.</param>
    public LearningGames(LearningSetup setup, Masks masks, int seed)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _view = new AgentView(setup.Map.Start.Board, masks);
        _games =
        [
            .. setup.CreateOpponents().Select((opponent, number) => new LearningGame(
                setup.Map, opponent, setup.Weights, setup.MaxCycles, new RandomNumbers(seed, number))),
        ];
        _rows = [.. _games.SelectMany(game => Enumerable.Range(0, game.Sides).Select(side => (game, side)))];
        _batch = new MicroRtsPolicy.Batch(_rows.Length);
        _isRendered = new bool[_rows.Length];
        _result = new VectorStepResult(_rows.Length);
        Array.ForEach(_games, game => game.Reset());
        WriteObservations();
    }

    /// <inheritdoc/>
    public int Count => _rows.Length;

    /// <inheritdoc/>
    public MicroRtsPolicy.Observation Observe() => _batch.Observation;

    /// <inheritdoc/>
    public VectorStepResult Step(MicroRtsPolicy.Actions actions)
    {
        _result.FinishedReturns.Clear();
        int row = 0;
        foreach (LearningGame game in _games)
        {
            game.Step(actions, row, _view);
            for (int side = 0; side < game.Sides; side++, row++)
            {
                WriteResult(game, side, row);
            }

            if (game.Status == EpisodeStatus.Terminated)
            {
                game.Reset();
            }
        }

        WriteObservations();
        return _result;
    }

    /// <inheritdoc/>
    public void ResetTruncated()
    {
        foreach (LearningGame game in _games.Where(game => game.Status == EpisodeStatus.Truncated))
        {
            game.Reset();
        }

        WriteObservations();
    }

    /// <inheritdoc/>
    public string Render(int row)
    {
        _isRendered[row] = true;
        return GameDrawing.Render(_rows[row].Game.State);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => Array.ForEach(_games, game => game.Save(writer));

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        using MemoryStream before = new();
        using BinaryWriter writer = new(before);
        Save(writer);
        try
        {
            Array.ForEach(_games, game => game.Load(reader));
        }
        catch (Exception)
        {
            before.Position = 0;
            using BinaryReader restoring = new(before);
            Array.ForEach(_games, game => game.Load(restoring));
            throw;
        }

        WriteObservations();
    }

    /// <inheritdoc/>
    public void Dispose() => _batch.Dispose();

    private void WriteResult(LearningGame game, int side, int row)
    {
        _result.Rewards[row] = (float)game.RewardOf(side);
        _result.Dones[row] = game.Status != EpisodeStatus.Running;
        _result.Truncated[row] = game.Status == EpisodeStatus.Truncated;
        _result.FinalFrames[row] = _isRendered[row] && _result.Dones[row] ? Render(row) : null;
        if (_result.Dones[row])
        {
            _result.FinishedReturns.Add(game.ReturnOf(side));
        }
    }

    private void WriteObservations()
    {
        for (int row = 0; row < _rows.Length; row++)
        {
            (LearningGame game, int side) = _rows[row];
            _view.WriteObservation(game.State, game.PlayerOf(side), _batch, row);
        }
    }
}
