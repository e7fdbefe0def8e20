using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Learning;
using Masking.Samples.MicroRts.Players;

namespace Masking.Samples.MicroRts.Reproduction;

/// <summary>The games won by each player against each other player.</summary>
/// <param name="Names">The names of the players: the variants of the training, followed by those that can be chosen on the command line.
/// </param>
/// <param name="Won">The games that the player of the row won against the player of the column.</param>
/// <param name="GamesPerPair">The number of games of a pair, half of them on each side.</param>
public sealed record PairTable(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<int>> Won, int GamesPerPair)
{
    private const int Seed = 1;

    /// <summary>Plays the games of all pairs, also of each player against itself.</summary>
    /// <param name="agents">The policies of the variants, in the order of <see cref="MaskVariant.All"/>.</param>
    /// <param name="map">The map.</param>
    /// <param name="gamesPerPair">The number of games of a pair.</param>
    public static PairTable Play(IReadOnlyList<MicroRtsPolicy> agents, GameMap map, int gamesPerPair)
    {
        string[] names = [.. MaskVariant.All.Select(variant => variant.Label), .. PlayerFactory.Names];
        using PlayerFactory players = new(PlayerFactory.TrainedAgent, names);
        (int Row, int Column)[] pairs =
        [
            .. from row in Enumerable.Range(0, names.Length) from column in Enumerable.Range(row, names.Length - row) select (row, column),
        ];
        int[][] won = [.. names.Select(_ => new int[names.Length])];
        Parallel.ForEach(pairs, pair =>
        {
            using IPlayer player = Create(pair.Row);
            using IPlayer opponent = Create(pair.Column);
            SeriesResult result = new GameSeries(map, Match.DefaultCycles, Seed).Play(player, opponent, gamesPerPair);
            won[pair.Column][pair.Row] = result.Lost;
            won[pair.Row][pair.Column] = result.Won;
        });
        return new PairTable(names, won, gamesPerPair);

        IPlayer Create(int player) => player < agents.Count
            ? new AgentPlayer(agents[player], MaskVariant.All[player].Masks)
            : players.Create(names[player]);
    }
}
