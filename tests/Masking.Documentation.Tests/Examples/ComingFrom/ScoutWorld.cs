using Masking;
using Masking.Training;

namespace Examples.ComingFrom;

/// <summary>An environment with the methods that docs/coming-from.md shows.</summary>
public sealed class ScoutWorld : IEnvironment<ScoutPolicy.Batch, ScoutPolicy.Actions>
{
    private const int MaxSteps = 20;

    private readonly bool[] _canGo = new bool[4];
    private readonly float[] _features = new float[12];
    private bool _canGather;
    private bool _canAttack;
    private int _steps;

    public void Reset(RandomNumbers random)
    {
        _steps = 0;
        Draw(random);
    }

    public StepResult Step(ScoutPolicy.Actions actions, int row, RandomNumbers random)
    {
        float reward = Move(actions.CommandAt(row), actions.HeadingAt(row));
        Draw(random);
        return new StepResult(reward, ++_steps == MaxSteps ? EpisodeStatus.Truncated : EpisodeStatus.Running);
    }

    public void WriteObservation(ScoutPolicy.Batch batch, int row)
    {
        batch.Clear(row);                                   // every choice is legal
        _features.CopyTo(batch.Features(row));
        batch.CommandMask(row)[Order.Gather] = _canGather;  // true = legal
        batch.CommandMask(row)[Order.Attack] = _canAttack;
        batch.HeadingMask(row)[Direction.North] = _canGo[(int)Direction.North];
    }

    private static float Move(Order order, Direction heading) => order == Order.Gather ? 1 : heading == Direction.North ? 0.1f : 0;

    private void Draw(RandomNumbers random)
    {
        _canGather = random.Next(2) == 0;
        _canAttack = random.Next(2) == 0;
        _canGo[(int)Direction.North] = random.Next(2) == 0;
        _features[0] = _canGather ? 1 : 0;
    }
}
