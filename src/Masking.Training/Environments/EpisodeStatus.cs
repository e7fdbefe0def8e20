namespace Masking.Training;

/// <summary>Whether an episode continues after a step.</summary>
public enum EpisodeStatus
{
    /// <summary>The episode continues.</summary>
    Running,

    /// <summary>The episode reached a terminal state: the value of the next state is 0.</summary>
    Terminated,

    /// <summary>
    /// A time limit ended the episode in a state that is not terminal, so the value of that state is bootstrapped: Pardo et al. 2018, "Time
    /// Limits in Reinforcement Learning".
    /// </summary>
    Truncated,
}
