namespace Masking.Training;

/// <summary>The result of one step of an <see cref="IVectorEnvironment{TObservation, TActions}"/>, row by row.</summary>
/// <param name="count">The number of rows.</param>
public sealed class VectorStepResult(int count)
{
    /// <summary>The reward of each row plus its penalty.</summary>
    public float[] Rewards { get; } = new float[count];

    /// <summary>
    /// The rewards of the single actors of each row plus its penalty: a number for every slot of the set or map, as in
    /// <see cref="StepResult.ActorRewards"/>. Empty for a row whose present actors all have the reward in <see cref="Rewards"/>.
    /// </summary>
    public ReadOnlyMemory<float>[] ActorRewards { get; } = new ReadOnlyMemory<float>[count];

    /// <summary>Whether the episode of each row ended with this step, terminated or truncated.</summary>
    public bool[] Dones { get; } = new bool[count];

    /// <summary>Whether the episode of each row was truncated by a time limit.</summary>
    public bool[] Truncated { get; } = new bool[count];

    /// <summary>
    /// The rendered final state of each row whose episode ended; null if the episode continues or if the row was never rendered before.
    /// </summary>
    public string?[] FinalFrames { get; } = new string?[count];

    /// <summary>The undiscounted returns of the episodes that ended, in the order of the rows, without penalties.</summary>
    public List<double> FinishedReturns { get; } = [];
}
