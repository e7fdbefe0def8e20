using Masking.Training;

namespace Masking.Samples.Memory;

/// <summary>Players without a neural network, with which the agents are compared.</summary>
public static class ReferencePlayer
{
    /// <summary>The mean number of moves of a player that turns random cards.</summary>
    /// <param name="pairs">The number of pairs.</param>
    /// <param name="games">The number of games.</param>
    /// <param name="random">The random numbers.</param>
    public static double MeanMovesAtRandom(int pairs, int games, RandomNumbers random) =>
        MeanMoves(pairs, games, random, game => Draw([.. CardsToTurn(game)], random));

    /// <summary>
    /// The mean number of moves of a player that remembers all cards. It turns a pair that it knows. If it knows none, it turns a card that
    /// it has not seen, and then the same picture if it knows where that is, or another card that it has not seen.
    /// </summary>
    /// <param name="pairs">The number of pairs.</param>
    /// <param name="games">The number of games.</param>
    /// <param name="random">The random numbers.</param>
    public static double MeanMovesWithPerfectMemory(int pairs, int games, RandomNumbers random)
    {
        HashSet<int> seen = [];
        return MeanMoves(pairs, games, random, game =>
        {
            if (game.Moves == 0 && !game.IsWithinMove)
            {
                seen.Clear();
            }

            int[] cards = [.. CardsToTurn(game)];
            int[] known = [.. cards.Where(seen.Contains)];
            int? wanted = game.IsWithinMove
                ? game.Picture(Enumerable.Range(0, game.Cards).Single(card => game.IsTurned(card)))
                : known.GroupBy(game.Picture).FirstOrDefault(group => group.Count() == 2)?.Key;
            int[] matching = [.. known.Where(card => game.Picture(card) == wanted)];
            int chosen = matching.Length > 0 ? matching[0] : Draw([.. cards.Except(known)], random);
            seen.Add(chosen);
            return chosen;
        });
    }

    private static double MeanMoves(int pairs, int games, RandomNumbers random, Func<PairsGame, int> choose)
    {
        PairsGame game = new(pairs);
        long moves = 0;
        for (int i = 0; i < games; i++)
        {
            game.Reset(random);
            while (!game.IsOver)
            {
                game.Turn(choose(game));
            }

            moves += game.Moves;
        }

        return (double)moves / games;
    }

    private static IEnumerable<int> CardsToTurn(PairsGame game) => Enumerable.Range(0, game.Cards).Where(game.CanTurn);

    private static int Draw(int[] cards, RandomNumbers random) => cards[random.Next(cards.Length)];
}
