namespace Masking.Training.Tests;

/// <summary>The environment of a choir for one of the policies.</summary>
/// <param name="choir">The choir.</param>
/// <param name="sung">Returns the note that a singer chose in a row; null if it is absent.</param>
/// <param name="write">Writes the choir to a row of the batch.</param>
internal sealed class ChoirWorld<TBatch, TActions>(Choir choir, Func<TActions, int, int, Note?> sung, Action<TBatch, int> write)
    : IEnvironment<TBatch, TActions>, ICheckpointable
{
    public void Reset(RandomNumbers random) => choir.Reset(random);

    public StepResult Step(TActions actions, int row, RandomNumbers random) =>
        choir.Step(singer => sung(actions, row, singer), random);

    public void WriteObservation(TBatch batch, int row) => write(batch, row);

    public void Save(BinaryWriter writer) => choir.Save(writer);

    public void Load(BinaryReader reader) => choir.Load(reader);
}
