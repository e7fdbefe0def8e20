namespace Masking.Samples.Training;

/// <summary>What one step of all rows brought.</summary>
/// <param name="count">The number of rows.</param>
public sealed class StepResult(int count)
{
    /// <summary>The reward of each row, its penalty included.</summary>
    public float[] Rewards { get; } = new float[count];

    /// <summary>Whether the episode of each row ended with this step, in whatever way.</summary>
    public bool[] Dones { get; } = new bool[count];

    /// <summary>Whether it ended only because a time limit cut it off.</summary>
    public bool[] CutOffs { get; } = new bool[count];

    /// <summary>
    /// The last picture of each row whose episode ended; null where it goes on, and where the row was never drawn before.
    /// </summary>
    public string?[] Ends { get; } = new string?[count];

    /// <summary>The undiscounted returns of the episodes that ended, row by row, penalties left out.</summary>
    public List<double> FinishedReturns { get; } = [];
}
