namespace Masking.Training.Tests;

/// <summary>The environment of a T-maze for one of the policies.</summary>
/// <param name="maze">The maze.</param>
/// <param name="lane">Returns the lane that the actions choose in a row.</param>
/// <param name="write">Writes the maze to a row of the batch.</param>
internal sealed class TMazeWorld<TBatch, TActions>(TMaze maze, Func<TActions, int, Lane> lane, Action<TMaze, TBatch, int> write)
    : IEnvironment<TBatch, TActions>, ICheckpointable
{
    public void Reset(RandomNumbers random) => maze.Reset(random);

    public StepResult Step(TActions actions, int row, RandomNumbers random) => maze.Step(lane(actions, row));

    public void WriteObservation(TBatch batch, int row) => write(maze, batch, row);

    public string Render() => maze.ToString();

    public void Save(BinaryWriter writer) => maze.Save(writer);

    public void Load(BinaryReader reader) => maze.Load(reader);
}
