namespace Masking.Samples.Training;

/// <summary>What one step of one world brought.</summary>
/// <param name="Reward">The reward, finite.</param>
/// <param name="Ending">Whether the episode goes on.</param>
public readonly record struct Outcome(float Reward, Ending Ending = Ending.None)
{
    /// <summary>What is learned from beside the reward, and not counted in the return of the episode: 0 or less, finite.</summary>
    public float Penalty { get; init; }
}

/// <summary>Whether an episode goes on.</summary>
public enum Ending
{
    /// <summary>It goes on.</summary>
    None,

    /// <summary>It is over: nothing can be earned any more.</summary>
    Over,

    /// <summary>
    /// A time limit cut it off, so the state counts on with its value: Pardo et al. 2018, "Time Limits in Reinforcement Learning".
    /// </summary>
    CutOff,
}
