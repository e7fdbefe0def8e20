using Masking.Samples.Training;

namespace Masking.Samples.ConnectFour;

/// <summary>
/// One game after the other in which the policy plays both sides: each step is the move of one of them, shown from its own side, and a win
/// earns 1.
/// </summary>
/// <param name="opening">The most random moves that a game begins with, so that no two are alike; they are nobody's and not learned
/// from.</param>
public sealed class SelfPlay(int opening) : IEnvironment<ConnectFourPolicy.Batch, ConnectFourPolicy.Actions>
{
    private Position _position;

    /// <inheritdoc/>
    public void Reset(RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        do
        {
            _position = default;
            for (int left = random.Next(opening + 1); left > 0 && !_position.IsOver; left--)
            {
                _position = _position.Play(Opponent.Random.Choose(_position, random));
            }
        }
        while (_position.IsOver);
    }

    /// <inheritdoc/>
    public Outcome Step(ConnectFourPolicy.Actions actions, int row, RandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(actions);
        _position = _position.Play(actions.MoveAt(row));
        return new Outcome(_position.IsWon ? 1 : 0, _position.IsOver ? Ending.Over : Ending.None);
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
