using System.Globalization;
using System.Text.Json;
using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Replay;

/// <summary>Plays the recorded orders of a game, and compares every line with the state of the engine.</summary>
internal sealed class GameReplay
{
    private readonly RecordedGame _game;
    private readonly GameState _state;
    private readonly UnitNumbers _numbers = new();
    private JsonElement _line;
    private int _cycle;

    private GameReplay(RecordedGame game)
    {
        _game = game;
        _state = new GameState(RecordedStart.Read(game));
    }

    /// <summary>Returns the first difference: game, cycle, key, expected and actual value. Null if there is none.</summary>
    public static string? FindDifference(RecordedGame game) => new GameReplay(game).FindDifference();

    private string? FindDifference()
    {
        for (_cycle = 0; _cycle < _game.Lines.Count; _cycle++)
        {
            _line = _game.Lines[_cycle];
            bool isLast = _cycle == _game.Lines.Count - 1;
            string? difference = CompareState() ?? (isLast ? CompareResult() : PlayCycle());
            if (difference is not null)
            {
                return difference;
            }
        }

        return null;
    }

    private string? CompareState() =>
        Compare("t", _line.GetProperty("t").GetRawText(), $"{_state.Time}")
        ?? Compare("res", [Rows.Numbers(_line.GetProperty("res"))], [[_state.ResourcesOf(0), _state.ResourcesOf(1)]])
        ?? CompareUnits()
        ?? Compare("busy", Rows.Sorted(Rows.Read(_line.GetProperty("busy"))), UnderWay(_state))
        ?? CompareMasks()
        ?? CompareObservation("o0", 0)
        ?? CompareObservation("o1", 1);

    private string? CompareUnits()
    {
        int[][] recorded = Rows.Read(_line.GetProperty("u"));
        if (!_numbers.TryMatch(recorded, _state.Units))
        {
            return Difference("u", Rows.Format(recorded), Rows.Format(Units(unit => unit.Id)));
        }

        return Compare("u", recorded, Units(unit => _numbers.Recorded(unit.Id)));
    }

    private int[][] Units(Func<Unit, int> number) =>
    [
        .. _state.Units.ToArray().Select(
            unit => new[] { number(unit), (int)unit.Kind, unit.Player, unit.X, unit.Y, unit.HitPoints, unit.Resources }),
    ];

    /// <summary>The actions under way, sorted by the number of the unit.</summary>
    private int[][] UnderWay(GameState state)
    {
        Unit[] units = state.Units.ToArray();
        return Rows.Sorted(state.Assignments.ToArray().Select(assignment => Row(units[assignment.Unit], assignment)));
    }

    private int[] Row(Unit unit, Assignment assignment)
    {
        UnitAction action = assignment.Action;
        return
        [
            _numbers.Recorded(unit.Id),
            assignment.IssuedAt,
            (int)action.Type,
            action.Parameter,
            action.X,
            action.Y,
            (int)action.Product,
        ];
    }

    private string? CompareMasks()
    {
        if (!_line.TryGetProperty("m", out JsonElement masks))
        {
            return null;
        }

        SortedDictionary<int, string> actual = [];
        bool[] flags = new bool[LegalActions.Flags];
        for (int i = 0; i < _state.Units.Length; i++)
        {
            if (_state.Units[i] is { IsBusy: false, Player: not Unit.Nobody } unit)
            {
                _state.LegalActionsOf(i).WriteFlags(flags);
                actual[_numbers.Recorded(unit.Id)] = string.Concat(flags.Select(flag => flag ? '1' : '0'));
            }
        }

        SortedDictionary<int, string> expected = [];
        foreach (JsonProperty mask in masks.EnumerateObject())
        {
            expected[int.Parse(mask.Name, CultureInfo.InvariantCulture)] = mask.Value.GetString()!;
        }

        return Compare("m", string.Join(", ", expected), string.Join(", ", actual));
    }

    private string? CompareObservation(string key, int player)
    {
        if (!_line.TryGetProperty(key, out JsonElement recorded))
        {
            return null;
        }

        int[] maps = new int[ObservationWriter.Maps * _state.Board.Cells];
        new ObservationWriter(_state.Board).WriteMaps(_state, player, maps);
        IEnumerable<string> actual = maps.Chunk(_state.Board.Cells).Select(map => string.Join(' ', map));
        IEnumerable<string> expected = recorded.GetString()!.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(map => map.Trim());
        return Compare(key, string.Join(" / ", expected), string.Join(" / ", actual));
    }

    private string? CompareResult() =>
        Compare("over", $"{_line.GetProperty("over").GetBoolean()}", $"{_state.IsOver}")
            ?? Compare("winner", _line.GetProperty("winner").GetRawText(), $"{_state.Winner}");

    private string? PlayCycle()
    {
        Dictionary<int, int> owners = _state.Units.ToArray().ToDictionary(unit => unit.Id, unit => unit.Player);
        ILookup<int, Order> orders = Rows.Read(_line.GetProperty("issued")).Select(ReadOrder).ToLookup(order => owners[order.UnitId]);
        Order[] first = [.. orders[0]];
        Order[] second = [.. orders[1]];
        if (CompareAccepted(first, second) is { } difference)
        {
            return difference;
        }

        (Rewards firstRewards, Rewards secondRewards) = _state.Step(first, second);
        return Compare("r", Rows.Read(_line.GetProperty("r")), [Row(firstRewards), Row(secondRewards)]);
    }

    /// <summary>Compares the assignments of this cycle, before the time advances.</summary>
    private string? CompareAccepted(Order[] first, Order[] second)
    {
        GameState issued = _state.Clone();
        issued.IssueOrders(0, first);
        issued.IssueOrders(1, second);
        return Compare(
            "accepted",
            Rows.Sorted(Rows.Read(_line.GetProperty("accepted"))),
            UnderWay(issued).Where(row => row[1] == issued.Time).Select(row => (int[])[row[0], .. row[2..]]));
    }

    private Order ReadOrder(int[] row) => new(
        _numbers.Engine(row[0]), new UnitAction((ActionType)row[1], row[2], row[3], row[4], (UnitKind)row[5]));

    private static int[] Row(Rewards rewards) =>
        [rewards.WinLoss, rewards.Resources, rewards.Workers, rewards.Buildings, rewards.Attacks, rewards.CombatUnits];

    private string? Compare(string key, IEnumerable<int[]> expected, IEnumerable<int[]> actual) =>
        Compare(key, Rows.Format(expected), Rows.Format(actual));

    private string? Compare(string key, string expected, string actual) => expected == actual ? null : Difference(key, expected, actual);

    private string Difference(string key, string expected, string actual) =>
        $"{_game.Name}, cycle {_cycle}, {key}: expected {expected}, got {actual}";
}
