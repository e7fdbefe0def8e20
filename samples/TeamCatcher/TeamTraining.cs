using Masking.Samples.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>A training of a team.</summary>
public static class TeamTraining
{
    private const int Environments = 16;
    private const int RolloutSteps = 32;
    private const double LearningRate = 1e-3;
    private const int RecentEpisodes = 256;

    /// <summary>The moves, each agent's by itself.</summary>
    private static readonly ActionPart<TeamPolicy.Distribution, TeamPolicy.Actions> Moves = new("agent", (distribution, actions) => distribution.MovesLogProb(actions));

    /// <summary>A trainer that has not begun.</summary>
    /// <param name="hasAgentMask">Whether the policy is told where agents stand.</param>
    /// <param name="ratioOf">Whether the joint action has the probability ratio, or each agent's move one of its own.</param>
    /// <param name="seed">The seed of everything random but new parameters.</param>
    /// <param name="threads">The most threads that step the worlds.</param>
    public static PpoTrainer<TeamPolicy.Observation, TeamPolicy.Actions, TeamPolicy.Distribution> Begin(bool hasAgentMask, RatioOf ratioOf, int seed, int threads) => PpoTrainer.Of(
        new TeamPolicy(),
        ParallelEnvironments.Of(
            new TeamPolicy.Batch(Environments),
            batch => batch.Observation,
            Enumerable.Range(0, Environments).Select(_ => new TeamWorld(hasAgentMask)),
            seed,
            threads),
        new TeamPolicy.Rollout(RolloutSteps, Environments),
        new PpoOptions { Seed = seed, LearningRate = LearningRate, RatioOf = ratioOf, RecentEpisodes = RecentEpisodes },
        Moves);
}
