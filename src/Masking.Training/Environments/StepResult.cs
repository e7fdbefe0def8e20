namespace Masking.Training;

/// <summary>The result of one step of one environment.</summary>
/// <param name="Reward">The reward, finite. The sum over an episode is its reported return.</param>
/// <param name="Status">Whether the episode continues.</param>
public readonly record struct StepResult(float Reward, EpisodeStatus Status = EpisodeStatus.Running)
{
    /// <summary>
    /// A penalty that is added to the reward for learning, but not to the reported return of the episode: 0 or less, finite. With
    /// <see cref="ActorRewards"/>, it is added to the reward of every actor.
    /// </summary>
    public float Penalty { get; init; }

    /// <summary>
    /// The rewards of single actors, for a policy with <see cref="ValueAttribute.Each"/>: a finite number for every slot of the set or map,
    /// in the order of the entities or, row by row, of the cells. Those of absent actors are ignored. They replace
    /// <see cref="Reward"/> for learning. Empty if all present actors have the reward <see cref="Reward"/>.
    /// </summary>
    /// <remarks>The environment keeps the memory, and may overwrite it at the next step or reset.</remarks>
    public ReadOnlyMemory<float> ActorRewards { get; init; }

    /// <summary>
    /// Creates a result with a reward for every actor. <see cref="Reward"/> is their sum, so that the reported return of an episode is the
    /// sum over actors and steps. Slots without an actor should have the reward 0.
    /// </summary>
    /// <param name="rewards">A reward for every slot, as in <see cref="ActorRewards"/>.</param>
    /// <param name="status">Whether the episode continues.</param>
    public static StepResult OfActors(ReadOnlyMemory<float> rewards, EpisodeStatus status = EpisodeStatus.Running)
    {
        float sum = 0;
        foreach (float reward in rewards.Span)
        {
            sum += reward;
        }

        return new StepResult(sum, status) { ActorRewards = rewards };
    }
}
