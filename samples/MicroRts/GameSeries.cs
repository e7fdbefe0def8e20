using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;

namespace Masking.Samples.MicroRts;

/// <summary>Plays several games between two players, who change sides after each game.</summary>
/// <param name="map">The map.</param>
/// <param name="maxCycles">The number of cycles after which a game is a draw.</param>
/// <param name="seed">The seed of the random numbers. Series with the same seed are equal.</param>
public sealed class GameSeries(GameMap map, int maxCycles, int seed)
{
    /// <summary>Plays the games.</summary>
    /// <param name="player">The player whose results are counted. It is player 0 in the first game.</param>
    /// <param name="opponent">The other player.</param>
    /// <param name="games">The number of games.</param>
    /// <param name="cancellationToken">Ends the series early.</param>
    public SeriesResult Play(IPlayer player, IPlayer opponent, int games, CancellationToken cancellationToken = default)
    {
        Match[] matches =
        [
            new(map, player, opponent, maxCycles, seed, series: 0),
            new(map, opponent, player, maxCycles, seed, series: 1),
        ];
        SeriesResult result = default;
        while (result.Games < games)
        {
            int side = result.Games % GameState.Players;
            Match match = matches[side];
            match.Restart();
            while (!match.IsOver)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return result;
                }

                match.Step();
            }

            result = result.Add(match.State, side);
        }

        return result;
    }
}
