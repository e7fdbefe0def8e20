namespace Masking.Training.Tests;

/// <summary>An environment whose calls and results can be tampered with.</summary>
/// <param name="environment">The environment.</param>
internal sealed class Tampered<TBatch, TActions>(IEnvironment<TBatch, TActions> environment)
    : IEnvironment<TBatch, TActions>, ICheckpointable
{
    /// <summary>Called before an episode begins.</summary>
    public Action OnReset { get; set; } = () => { };

    /// <summary>Changes the result of a step.</summary>
    public Func<StepResult, StepResult> OnStep { get; set; } = result => result;

    /// <summary>Called after an observation was written.</summary>
    public Action<TBatch, int> OnWrite { get; set; } = (_, _) => { };

    /// <summary>Called before a state is rendered.</summary>
    public Action OnRender { get; set; } = () => { };

    public void Reset(RandomNumbers random)
    {
        OnReset();
        environment.Reset(random);
    }

    public StepResult Step(TActions actions, int row, RandomNumbers random) => OnStep(environment.Step(actions, row, random));

    public void WriteObservation(TBatch batch, int row)
    {
        environment.WriteObservation(batch, row);
        OnWrite(batch, row);
    }

    public string Render()
    {
        OnRender();
        return environment.Render();
    }

    public void Save(BinaryWriter writer) => (environment as ICheckpointable)?.Save(writer);

    public void Load(BinaryReader reader) => (environment as ICheckpointable)?.Load(reader);
}
