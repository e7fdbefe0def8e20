using Masking.Samples.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// Games of an agent against somebody: the agent's steps are its moves, each with the answer to it. A win earns 1, a loss -1.
/// </summary>
/// <param name="opponent">Who answers.</param>
/// <param name="begins">Whether the agent makes the first move.</param>
public sealed class Match(Opponent opponent, bool begins) : IEnvironment<ConnectFourPolicy.Batch, ConnectFourPolicy.Actions>
{
    private Position _position;

    /// <inheritdoc/>
    public void Reset(RandomNumbers random)
    {
        _position = default;
        if (!begins)
        {
            _position = _position.Play(opponent.Choose(_position, random));
        }
    }

    /// <inheritdoc/>
    public Outcome Step(ConnectFourPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _position = _position.Play(actions.MoveAt(row));
        if (_position.IsOver)
        {
            return new Outcome(_position.IsWon ? 1 : 0, Ending.Over);
        }

        _position = _position.Play(opponent.Choose(_position, random));
        return _position.IsOver ? new Outcome(_position.IsWon ? -1 : 0, Ending.Over) : new Outcome(0);
    }

    /// <inheritdoc/>
    public void Show(ConnectFourPolicy.Batch batch, int row) => batch.Show(row, _position);

    /// <inheritdoc/>
    public string Draw() => BoardDrawing.Of(_position);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _position.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _position = Position.Load(reader);
        CheckpointException.Require(!_position.IsOver, "expected a game that goes on, got one that is over");
    }
}
