namespace Masking.Samples.Memory;

/// <summary>Renders a game as text with markup of Spectre.Console.</summary>
public static class PairsDrawing
{
    private const int Rows = 2;

    private static readonly string[] Pictures = ["[red1]♥♥[/]", "[deepskyblue1]●●[/]", "[green3]▲▲[/]", "[orange1]■■[/]"];

    /// <summary>
    /// Renders the cards in two rows and a status line. A card that is face down is ▒▒. The cards of the current or last move are in
    /// brackets.
    /// </summary>
    /// <param name="game">The game.</param>
    public static string Draw(PairsGame game)
    {
        ArgumentNullException.ThrowIfNull(game);
        IEnumerable<string> rows = Enumerable.Range(0, game.Cards).Select(card => Card(game, card)).Chunk(game.Cards / Rows)
            .Select(cards => string.Join(' ', cards));
        string found = $"{game.OpenPairs} of {game.Pairs} pairs after {game.Moves} {(game.Moves == 1 ? "move" : "moves")}";
        return $"{string.Join('\n', rows)}\n[grey]{found}[/]";
    }

    private static string Card(PairsGame game, int card) => (game.IsTurned(card), game.IsOpen(card)) switch
    {
        (true, _) => $"[[{Pictures[game.Picture(card)]}]]",
        (false, true) => $" {Pictures[game.Picture(card)]} ",
        _ => " [grey50]▒▒[/] ",
    };
}
