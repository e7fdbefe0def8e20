using Masking.Samples.Training;
using Actions = Masking.Samples.ConnectFour.ConnectFourPolicy.Actions;
using Observation = Masking.Samples.ConnectFour.ConnectFourPolicy.Observation;

namespace Masking.Samples.ConnectFour;

/// <summary>How a number of games against somebody ended.</summary>
/// <param name="Won">Games won.</param>
/// <param name="Drawn">Games that nobody won.</param>
/// <param name="Lost">Games lost.</param>
public readonly record struct MatchResult(int Won, int Drawn, int Lost)
{
    /// <summary>Plays games. The agent begins every other one.</summary>
    /// <param name="act">The agent: <c>observation => policy.ActGreedily(observation).Actions</c>.</param>
    /// <param name="opponent">The other side.</param>
    /// <param name="games">How many; an even number.</param>
    /// <param name="seed">The seed of the opponent's random numbers.</param>
    public static MatchResult Of(Func<Observation, Actions> act, Opponent opponent, int games, int seed)
    {
        using var matches = ParallelEnvironments.Of(
            new ConnectFourPolicy.Batch(games),
            batch => batch.Observation,
            Enumerable.Range(0, games).Select(game => new Match(opponent, begins: game % 2 == 0)),
            seed,
            threads: 1);
        IReadOnlyList<double> returns = Episodes.Returns(matches, act, episodesPerRow: 1);
        return new MatchResult(returns.Count(each => each > 0), returns.Count(each => each == 0), returns.Count(each => each < 0));
    }
}
