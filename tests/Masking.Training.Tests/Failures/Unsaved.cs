namespace Masking.Training.Tests;

/// <summary>An environment that does not save its state.</summary>
/// <param name="environment">The environment.</param>
internal sealed class Unsaved<TBatch, TActions>(IEnvironment<TBatch, TActions> environment) : IEnvironment<TBatch, TActions>
{
    public void Reset(RandomNumbers random) => environment.Reset(random);

    public StepResult Step(TActions actions, int row, RandomNumbers random) => environment.Step(actions, row, random);

    public void WriteObservation(TBatch batch, int row) => environment.WriteObservation(batch, row);

    public string Render() => environment.Render();
}
