namespace Masking.Training.Tests;

/// <summary>A caravan of up to four wagons, which leave and join it at random. It rewards every guarded wagon that halts.</summary>
internal sealed class CaravanWorld : IEnvironment<CaravanPolicy.Batch, CaravanPolicy.Actions>
{
    public const int MaxWagons = 4;

    private readonly bool[] _isPresent = new bool[MaxWagons];
    private int _steps;

    public void Reset(RandomNumbers random)
    {
        _steps = 0;
        Move(random);
    }

    public StepResult Step(CaravanPolicy.Actions actions, int row, RandomNumbers random)
    {
        int reward = actions.GuardsAt(row).ToArray().Count(wagon => actions.HaltAt(row, wagon) == true);
        Move(random);
        return new StepResult(reward, ++_steps == 5 ? EpisodeStatus.Truncated : EpisodeStatus.Running);
    }

    public void WriteObservation(CaravanPolicy.Batch batch, int row)
    {
        batch.Clear(row);
        for (int wagon = 0; wagon < MaxWagons; wagon++)
        {
            batch.WagonsMask(row)[wagon] = _isPresent[wagon];
            batch.Wagons(row, wagon)[wagon % 3] = 1;
            batch.LeadMask(row)[wagon] = wagon != _steps % 3;
        }
    }

    private void Move(RandomNumbers random)
    {
        for (int wagon = 0; wagon < MaxWagons; wagon++)
        {
            _isPresent[wagon] = random.Next(3) > 0;
        }
    }
}
