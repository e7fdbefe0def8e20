using Masking.Training;
using Actions = Masking.Samples.ConnectFour.ConnectFourPolicy.Actions;
using Observation = Masking.Samples.ConnectFour.ConnectFourPolicy.Observation;

namespace Masking.Samples.ConnectFour;

/// <summary>The results of games against an opponent.</summary>
/// <param name="Won">The number of games won.</param>
/// <param name="Drawn">The number of draws.</param>
/// <param name="Lost">The number of games lost.</param>
public readonly record struct MatchResult(int Won, int Drawn, int Lost)
{
    /// <summary>Plays games in which the sides alternate in moving first.</summary>
    /// <param name="act">Selects the moves of the agent: <c>observation => policy.ActGreedily(observation).Actions</c>.</param>
    /// <param name="opponent">The opponent.</param>
    /// <param name="games">The number of games; even.</param>
    /// <param name="seed">The seed of the opponent's random numbers.</param>
    public static MatchResult Play(Func<Observation, Actions> act, Opponent opponent, int games, int seed)
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
