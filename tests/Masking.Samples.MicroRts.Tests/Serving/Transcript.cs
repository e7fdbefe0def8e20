using System.Text.Json;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Tests.Replay;

namespace Masking.Samples.MicroRts.Tests.Serving;

/// <summary>A conversation that was recorded from the original game.</summary>
internal static class Transcript
{
    /// <summary>The lines that the game sent up to each of its pauses for an answer, after the welcome.</summary>
    public static IReadOnlyList<string[]> Questions { get; } = [.. Read()];

    /// <summary>The unit types, in a line.</summary>
    public static string UnitTypesLine { get; } = Questions.Single(question => question[0] == "utt")[1];

    /// <summary>The first state, in a line.</summary>
    public static string FirstState { get; } = Questions.First(question => question[0] == "getAction 0")[1];

    /// <summary>Reads a state that the game sent.</summary>
    public static GameState ReadState(string line)
    {
        JsonElement state = JsonElement.Parse(line);
        JsonElement board = state.GetProperty("pgs");
        return new GameState(new GameSetup
        {
            Board = new Board(Number(board, "width"), Number(board, "height"), board.GetProperty("terrain").GetString()!),
            Time = Number(state, "time"),
            Resources = [.. board.GetProperty("players").EnumerateArray().Select(player => Number(player, "resources"))],
            Units =
            [
                .. board.GetProperty("units").EnumerateArray().Select(unit => new Unit(
                    Number(unit, "ID"),
                    Enum.Parse<UnitKind>(unit.GetProperty("type").GetString()!),
                    Number(unit, "player"),
                    Number(unit, "x"),
                    Number(unit, "y"),
                    Number(unit, "hitpoints"),
                    Number(unit, "resources"))),
            ],
            ActionsUnderWay =
            [
                .. state.GetProperty("actions").EnumerateArray().Select(action => (
                    new Order(Number(action, "ID"), ReadAction(action.GetProperty("action"))), Number(action, "time"))),
            ],
        });
    }

    /// <summary>Reads orders that the game receives.</summary>
    public static Order[] ReadOrders(string line) =>
    [
        .. JsonElement.Parse(line).EnumerateArray().Select(
            order => new Order(Number(order, "unitID"), ReadAction(order.GetProperty("unitAction")))),
    ];

    private static UnitAction ReadAction(JsonElement action) => new(
        (ActionType)Number(action, "type"),
        Number(action, "parameter", -1),
        Number(action, "x", 0),
        Number(action, "y", 0),
        action.TryGetProperty("unitType", out JsonElement kind) ? Enum.Parse<UnitKind>(kind.GetString()!) : UnitKind.None);

    private static int Number(JsonElement element, string name, int? absent = null) =>
        absent is { } value && !element.TryGetProperty(name, out _) ? value : element.GetProperty(name).GetInt32();

    private static IEnumerable<string[]> Read()
    {
        List<string> question = [];
        foreach (string line in File.ReadLines(Path.Combine(RecordedGame.Copy, "socket-transcript.txt")).Skip(1))
        {
            if (line[0] == '>')
            {
                question.Add(line[2..]);
                continue;
            }

            yield return [.. question];
            question.Clear();
        }
    }
}
