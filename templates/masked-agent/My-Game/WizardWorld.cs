using Masking;
using Masking.Training;

namespace My_Game;

/// <summary>
/// The environment: connects the game to the policy. The reward is 1 for each slime that is gone. A training plays several games at once;
/// each of them has its own row in the batch of observations and in the actions.
/// </summary>
public sealed class WizardWorld : IEnvironment<WizardPolicy.Batch, WizardPolicy.Actions>
{
    public const int MaxTurns = 150;

    private int _turns;

    public Cellar Cellar { get; } = new();

    /// <summary>Begins a game.</summary>
    public void Reset(RandomNumbers random)
    {
        Cellar.Reset();
        _turns = 0;
    }

    /// <summary>Takes the turn that the policy chose. With the numbers of the training, a seed always gives the same games.</summary>
    public StepResult Step(WizardPolicy.Actions actions, int row, RandomNumbers random)
    {
        int gone = Cellar.Gone;
        Cellar.Play(actions.CommandAt(row), actions.TargetAt(row), random);
        _turns++;
        return new StepResult(
            Reward: Cellar.Gone - gone,
            Cellar.IsOver ? EpisodeStatus.Terminated
                : _turns == MaxTurns ? EpisodeStatus.Truncated      // a time limit: the game is not over, but a new one begins
                : EpisodeStatus.Running);
    }

    /// <summary>Writes what the policy sees, and the masks.</summary>
    public void WriteObservation(WizardPolicy.Batch batch, int row)
    {
        // Now all numbers are 0, no slime is present and everything is legal.
        batch.Clear(row);

        // Networks learn best from numbers between -1 and 1.
        Span<float> wizard = batch.Wizard(row);
        wizard[0] = (float)Cellar.Wizard.Row / Cellar.Rows;
        wizard[1] = (float)Cellar.Wizard.Column / Cellar.Columns;
        wizard[2] = (float)Cellar.Hearts / Cellar.MaxHearts;

        foreach (Order order in Cellar.Orders)
        {
            batch.CommandMask(row)[order] = Cellar.IsLegal(order);
        }

        for (int index = 0; index < Cellar.MaxSlimes; index++)
        {
            if (Cellar.Slimes[index] is { } slime)
            {
                Span<float> numbers = batch.Slimes(row, index);
                numbers[0] = (float)(slime.Cell.Row - Cellar.Wizard.Row) / Cellar.Rows;
                numbers[1] = (float)(slime.Cell.Column - Cellar.Wizard.Column) / Cellar.Columns;
                numbers[2] = (float)slime.Size / Cellar.MaxSize;
                batch.SlimesMask(row)[index] = true;
                batch.TargetMask(row)[index] = Cellar.IsInReach(slime);
            }
        }
    }

    /// <summary>Draws the game for <c>--watch</c>.</summary>
    public string Render() => CellarDrawing.Draw(Cellar);
}
