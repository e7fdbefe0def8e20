namespace Masking.Training.Tests;

/// <summary>
/// An environment that shows a number of 0 or 1 and rewards naming it, in episodes of five steps. It does not save its state.
/// </summary>
internal sealed class PairWorld : IEnvironment<PairPolicy.Batch, PairPolicy.Actions>
{
    private const int EpisodeSteps = 5;

    private int _number;
    private int _steps;

    public void Reset(RandomNumbers random) => (_number, _steps) = (random.Next(2), 0);

    public StepResult Step(PairPolicy.Actions actions, int row, RandomNumbers random)
    {
        float reward = actions.GuessAt(row) == _number ? 1 : 0;
        _number = random.Next(2);
        return new StepResult(reward, ++_steps == EpisodeSteps ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    public void WriteObservation(PairPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        batch.First(row)[_number] = 1;
        batch.Second(row)[2 - _number] = 1;
    }
}
