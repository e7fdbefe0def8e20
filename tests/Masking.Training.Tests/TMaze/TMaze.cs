namespace Masking.Training.Tests;

/// <summary>
/// A T-maze: a passage of several steps that ends at a junction. The first observation of an episode, and no other, shows on which side of
/// the junction the reward of 1 is, so that only a policy with memory can earn more than half of the rewards. Walking in the middle lane
/// has a penalty, and a gate that must be named at every step has a single legal choice.
/// </summary>
/// <remarks>Bakker 2002, "Reinforcement Learning with Long Short-Term Memory".</remarks>
/// <param name="length">The number of steps from the first entrance to the end.</param>
/// <param name="entrances">The number of places at which an episode may begin, so that episodes have different lengths.</param>
/// <param name="limit">The number of steps until an episode is truncated.</param>
internal sealed class TMaze(int length, int entrances = 1, int limit = int.MaxValue) : ICheckpointable
{
    public const int Numbers = 4;
    public const int Gates = 16;
    public const float Penalty = -0.1f;

    private Lane _side;
    private int _place;
    private int _steps;

    public void Reset(RandomNumbers random) => (_side, _place, _steps) = ((Lane)random.Next(2), random.Next(entrances), 0);

    public StepResult Step(Lane lane)
    {
        _place++;
        _steps++;
        if (_place == length)
        {
            return new StepResult(lane == _side ? 1 : 0, EpisodeStatus.Terminated);
        }

        EpisodeStatus status = _steps == limit ? EpisodeStatus.Truncated : EpisodeStatus.Running;
        return new StepResult(0, status) { Penalty = lane == Lane.Middle ? Penalty : 0 };
    }

    public void Write(Span<float> sight, MaskSpan<Lane> lanes, MaskSpan<int> gates)
    {
        bool isJunction = _place == length - 1;
        sight[0] = _steps == 0 && _side == Lane.Left ? 1 : 0;
        sight[1] = _steps == 0 && _side == Lane.Right ? 1 : 0;
        sight[2] = isJunction ? 1 : 0;
        sight[3] = (float)_place / length;
        lanes[Lane.Middle] = !isJunction;
        gates.AllowOnly(_place % Gates);
    }

    public override string ToString() => $"{_side} {_place} of {length}";

    public void Save(BinaryWriter writer)
    {
        writer.Write((int)_side);
        writer.Write(_place);
        writer.Write(_steps);
    }

    public void Load(BinaryReader reader) => (_side, _place, _steps) = (
        (Lane)reader.ReadInt32("side", 0, 1), reader.ReadInt32("place", 0, length - 1), reader.ReadInt32("steps", 0, limit - 1));
}
