using Masking.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// Games of an agent against an opponent. Each step is a move of the agent and the reply of the opponent. The reward is 1 for a win and -1
/// for a loss.
/// </summary>
/// <param name="opponent">The opponent.</param>
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
    public StepResult Step(ConnectFourPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _position = _position.Play(actions.MoveAt(row));
        if (_position.IsOver)
        {
            return new StepResult(_position.IsWon ? 1 : 0, EpisodeStatus.Terminated);
        }

        _position = _position.Play(opponent.Choose(_position, random));
        return _position.IsOver ? new StepResult(_position.IsWon ? -1 : 0, EpisodeStatus.Terminated) : new StepResult(0);
    }

    /// <inheritdoc/>
    public void WriteObservation(ConnectFourPolicy.Batch batch, int row) => batch.WritePosition(row, _position);

    /// <inheritdoc/>
    public string Render() => BoardDrawing.Render(_position);
}
