using System.Globalization;
using System.Text.Json;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;

namespace Masking.Samples.MicroRts.Serving;

/// <summary>
/// The conversation of a player with the original game. Each command of the game is a line, and some are followed by a line of JSON.
/// </summary>
/// <param name="player">The player.</param>
/// <param name="seed">The seed of the player's random numbers.</param>
public sealed class Conversation(IPlayer player, int seed)
{
    /// <summary>The line that is sent first.</summary>
    public const string Welcome = "welcome";

    /// <summary>The answer to everything but a question for orders.</summary>
    public const string Acknowledgment = "ack";

    private readonly RandomNumbers _random = new(seed);
    private readonly BoardCache _boards = new();
    private UnitTypes? _types;

    /// <summary>Handles the line of JSON that belongs to the last command; null if a command is next.</summary>
    private Func<string, string>? _answer;

    /// <summary>Handles a line from the game.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <returns>The line to answer; null if the game sends another line before it waits for the answer.</returns>
    /// <exception cref="ProtocolException">The line is malformed. The conversation cannot go on.</exception>
    public string? Receive(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (_answer is not { } answer)
        {
            return ReceiveCommand(line);
        }

        _answer = null;
        return answer(line);
    }

    private string? ReceiveCommand(string line)
    {
        switch (line.Split(' '))
        {
            case ["budget", string milliseconds, string iterations]:
                ReadNumber(line, milliseconds, min: -1, int.MaxValue);
                ReadNumber(line, iterations, min: -1, int.MaxValue);
                return Acknowledgment;
            case ["utt"]:
                _answer = ReceiveUnitTypes;
                return null;
            case ["preGameAnalysis", string milliseconds]:
                ReadNumber(line, milliseconds, min: -1, int.MaxValue);
                _answer = state =>
                {
                    ReadState(state);
                    return Acknowledgment;
                };
                return null;
            case ["getAction", string side]:
                int number = ReadNumber(line, side, min: 0, max: GameState.Players - 1);
                _answer = state => ChooseOrders(ReadState(state), number);
                return null;
            case ["gameOver", string winner]:
                ReadNumber(line, winner, min: -1, max: GameState.Players - 1);
                return Acknowledgment;
            default:
                throw new ProtocolException(
                    "expected 'budget MILLISECONDS ITERATIONS', 'utt', 'preGameAnalysis MILLISECONDS', 'getAction PLAYER' or "
                        + $"'gameOver WINNER', got '{Shorten(line)}'.");
        }
    }

    private static int ReadNumber(string line, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max
            ? number
            : throw new ProtocolException($"expected a whole number from {min} to {max}, got '{Shorten(text)}' in '{Shorten(line)}'.");

    /// <summary>Shortens a text, so that an explanation is readable.</summary>
    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";

    private string ReceiveUnitTypes(string line)
    {
        _types = MessageReader.ReadUnitTypes(line);
        return Acknowledgment;
    }

    private GameState ReadState(string line) => MessageReader.ReadState(
        line, _types ?? throw new ProtocolException("expected 'utt' with the unit types before the first state."), _boards);

    private string ChooseOrders(GameState state, int side)
    {
        OrderList orders = new(state.Board.Cells);
        try
        {
            player.ChooseOrders(state, side, _random, orders);
        }
        catch (ArgumentException exception)
        {
            throw ProtocolException.Of("the player cannot play this game", exception);
        }

        orders.AddWaiting(state, side, ScriptedPlayers.WaitingTime);
        return JsonSerializer.Serialize(
            [.. orders.Span.ToArray().Select(order => new OrderMessage(order.UnitId, WriteAction(order.Action)))],
            MessageContext.Default.IReadOnlyListOrderMessage);
    }

    private static ActionMessage WriteAction(UnitAction action) => action.Type == ActionType.Attack
        ? new ActionMessage((int)action.Type, X: action.X, Y: action.Y)
        : new ActionMessage(
            (int)action.Type,
            action.Parameter,
            UnitType: action.Product == UnitKind.None ? null : $"{action.Product}");
}
