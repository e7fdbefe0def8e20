using Masking.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// Games in which the policy plays both sides. Each step is the move of one side, and the observation is the board as seen by the side to
/// move. The reward is 1 for a winning move.
/// </summary>
/// <param name="maxRandomMoves">The maximum number of random moves at the beginning of a game. They vary the games and are not learned
/// from.</param>
public sealed class SelfPlayGame(int maxRandomMoves) : IEnvironment<ConnectFourPolicy.Batch, ConnectFourPolicy.Actions>, ICheckpointable
{
    private Position _position;

    /// <inheritdoc/>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        do
        {
            _position = default;
            for (int remaining = random.Next(maxRandomMoves + 1); remaining > 0 && !_position.IsOver; remaining--)
            {
                _position = _position.Play(Opponent.Random.Choose(_position, random));
            }
        }
        while (_position.IsOver);
    }

    /// <inheritdoc/>
    public StepResult Step(ConnectFourPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _position = _position.Play(actions.MoveAt(row));
        return new StepResult(_position.IsWon ? 1 : 0, _position.IsOver ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    /// <inheritdoc/>
    public void WriteObservation(ConnectFourPolicy.Batch batch, int row) => batch.WritePosition(row, _position);

    /// <inheritdoc/>
    public string Render() => BoardDrawing.Render(_position);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => _position.Save(writer);

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _position = Position.Load(reader);
        CheckpointException.Require(!_position.IsOver, "expected a game that is not over, got one that is over");
    }
}
