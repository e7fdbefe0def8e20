namespace Masking.Samples.Memory;

/// <summary>The observation of both policies: a card set and a table of the cards that were turned.</summary>
public static class CardFeatures
{
    /// <summary>
    /// The number of features of a card: its position, its picture while it is visible, whether it is open, and whether it is the first
    /// card of the current move.
    /// </summary>
    public const int Count = PairsGame.MaxCards + PairsGame.MaxPairs + 2;

    /// <summary>
    /// The size of the table: for each position and picture, whether that card was turned in the current or last move, and whether a move
    /// has begun.
    /// </summary>
    public const int TableSize = (PairsGame.MaxCards * PairsGame.MaxPairs) + 1;

    private const int FirstPicture = PairsGame.MaxCards;
    private const int Open = FirstPicture + PairsGame.MaxPairs;
    private const int FirstOfMove = Open + 1;

    /// <summary>Writes the features of a card.</summary>
    /// <param name="game">The game.</param>
    /// <param name="card">The card.</param>
    /// <param name="features">The features, all 0.</param>
    public static void Write(PairsGame game, int card, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(game);
        features[card] = 1;
        features[FirstPicture + game.Picture(card)] = game.IsTurned(card) || game.IsOpen(card) ? 1 : 0;
        features[Open] = game.IsOpen(card) ? 1 : 0;
        features[FirstOfMove] = game.IsWithinMove && game.IsTurned(card) ? 1 : 0;
    }

    /// <summary>Writes the table.</summary>
    /// <param name="game">The game.</param>
    /// <param name="table">The table, all 0.</param>
    public static void WriteTable(PairsGame game, Span<float> table)
    {
        ArgumentNullException.ThrowIfNull(game);
        for (int card = 0; card < game.Cards; card++)
        {
            table[(card * PairsGame.MaxPairs) + game.Picture(card)] = game.IsTurned(card) ? 1 : 0;
        }

        table[^1] = game.IsWithinMove ? 1 : 0;
    }
}
