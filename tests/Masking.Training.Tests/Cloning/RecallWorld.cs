namespace Masking.Training.Tests;

/// <summary>
/// Shows a place in the first step of an episode of four, and rewards each step that picks it. It saves no state.
/// </summary>
internal sealed class RecallWorld : IEnvironment<RecallPolicy.Batch, RecallPolicy.Actions>
{
    private const int EpisodeSteps = 4;

    private int _place;
    private int _step;

    public void Reset(RandomNumbers random) => (_place, _step) = (random.Next(3), 0);

    public StepResult Step(RecallPolicy.Actions actions, int row, RandomNumbers random)
    {
        float reward = actions.PickAt(row) == (Place)_place ? 1 : 0;
        return new StepResult(reward, ++_step == EpisodeSteps ? EpisodeStatus.Terminated : EpisodeStatus.Running);
    }

    public void WriteObservation(RecallPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        if (_step == 0)
        {
            batch.Shown(row)[_place] = 1;
        }
    }
}
