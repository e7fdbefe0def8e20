using Masking.Training;

namespace Masking.Samples.Memory;

/// <summary>
/// The environment of both policies, with the rules of <see cref="PairsGame"/>. A step turns a card. The reward is -1 for each move, so the
/// return is the number of moves, negated.
/// </summary>
/// <param name="pairs">The number of pairs, from 2 to <see cref="PairsGame.MaxPairs"/>.</param>
public sealed class PairsWorld(int pairs)
    : IEnvironment<LstmPolicy.Batch, LstmPolicy.Actions>, IEnvironment<MlpPolicy.Batch, MlpPolicy.Actions>, ICheckpointable
{
    private readonly PairsGame _game = new(pairs);

    /// <inheritdoc/>
    public void Reset(RandomNumbers random) => _game.Reset(random);

    /// <inheritdoc/>
    public StepResult Step(LstmPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return Turn(actions.TurnAt(row));
    }

    /// <inheritdoc/>
    public StepResult Step(MlpPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        return Turn(actions.TurnAt(row));
    }

    /// <inheritdoc/>
    public void WriteObservation(LstmPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        CardFeatures.WriteTable(_game, batch.Table(row));
        WriteCards(batch.CardsMask(row), batch.TurnMask(row).Flags, card => batch.Cards(row, card));
    }

    /// <inheritdoc/>
    public void WriteObservation(MlpPolicy.Batch batch, int row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear(row);
        CardFeatures.WriteTable(_game, batch.Table(row));
        WriteCards(batch.CardsMask(row), batch.TurnMask(row).Flags, card => batch.Cards(row, card));
    }

    /// <summary>Renders the game.</summary>
    public string Render() => PairsDrawing.Draw(_game);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _game.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader) => _game.Load(reader);

    private StepResult Turn(int card)
    {
        bool isMoveComplete = _game.Turn(card);
        EpisodeStatus status =
            _game.IsOver ? EpisodeStatus.Terminated
            : _game.Moves == PairsGame.MaxMoves ? EpisodeStatus.Truncated
            : EpisodeStatus.Running;
        return new StepResult(isMoveComplete ? -1 : 0, status);
    }

    private void WriteCards(Span<bool> isPresent, Span<bool> canTurn, Func<int, Span<float>> featuresOf)
    {
        for (int card = 0; card < _game.Cards; card++)
        {
            isPresent[card] = true;
            canTurn[card] = _game.CanTurn(card);
            CardFeatures.Write(_game, card, featuresOf(card));
        }
    }
}
