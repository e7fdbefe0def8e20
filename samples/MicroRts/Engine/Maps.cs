namespace Masking.Samples.MicroRts.Engine;

/// <summary>The maps of the sample.</summary>
public static class Maps
{
    private static readonly string[] BasesWorkers =
    [
        "$.......",
        ".wb.....",
        "........",
        "........",
        "........",
        "........",
        ".....BW.",
        ".......$",
    ];

    /// <summary>All maps. The first is the default.</summary>
    public static IReadOnlyList<GameMap> All { get; } =
    [
        Parse("basesWorkers8x8", resources: 5, deposits: 20, BasesWorkers),
        Parse("basesWorkers8x8A", resources: 5, deposits: 20, BasesWorkers),
        Parse(
            "basesWorkers8x8Obstacle", resources: 5, deposits: 20,
            "$.......",
            ".wb.....",
            "........",
            "..####..",
            "..####..",
            "........",
            ".....BW.",
            ".......$"),
        Parse(
            "basesWorkers16x16A", resources: 5, deposits: 25,
            "$...............",
            "$w..............",
            "..b.............",
            "................",
            "................",
            "................",
            "................",
            "................",
            "................",
            "................",
            "................",
            "................",
            "................",
            ".............B..",
            "..............W$",
            "...............$"),
        Parse(
            "baseTwoWorkers4x4", resources: 5, deposits: 20,
            "$w..",
            "wb..",
            "....",
            "...B"),
        Parse(
            "melee4x4Mixed2", resources: 0, deposits: 0,
            "l...",
            "h...",
            "...L",
            "...H"),
        Parse(
            "melee8x8Mixed6", resources: 0, deposits: 0,
            "rhl.....",
            "rhl.....",
            "........",
            "........",
            "........",
            "........",
            ".....LHR",
            ".....LHR"),
        Parse(
            "NoWhereToRun9x8", resources: 5, deposits: 10,
            "....$....",
            ".b..$....",
            "....$....",
            "....$....",
            "....$....",
            "....$....",
            "....$..B.",
            "....$...."),
        Parse(
            "TwoBasesBarracks16x16", resources: 5, deposits: 20,
            "$$..............",
            "$..b............",
            "................",
            ".b...k..........",
            "................",
            "...k............",
            "................",
            "................",
            "................",
            "................",
            "............K...",
            "................",
            "..........K...B.",
            "................",
            "............B..$",
            "..............$$"),
    ];

    /// <summary>Returns the map with a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is no such map.</exception>
    public static GameMap Find(string name) => All.FirstOrDefault(map => map.Name == name) ?? throw new ArgumentException(
        $"expected one of the maps {string.Join(", ", All.Select(map => map.Name))}, got '{name}'.", nameof(name));

    /// <summary>
    /// Reads a map from its rows. <c>#</c> is a wall and <c>$</c> a deposit. Units are the letters of <see cref="KindOf"/>, in lower case
    /// for player 0 and in upper case for player 1.
    /// </summary>
    private static GameMap Parse(string name, int resources, int deposits, params string[] rows)
    {
        int width = rows[0].Length;
        string cells = string.Concat(rows);
        IEnumerable<Unit> units =
            from place in cells.Index()
            let letter = place.Item
            where letter is not ('.' or '#')
            let kind = KindOf(letter)
            let type = UnitTypes.Standard[kind]
            let player = type.IsResource ? Unit.Nobody : char.IsLower(letter) ? 0 : 1
            select new Unit(
                Id: 0, kind, player, place.Index % width, place.Index / width, type.HitPoints, type.IsResource ? deposits : 0);
        return new GameMap(name, new GameSetup
        {
            Board = new Board(width, rows.Length, string.Concat(cells.Select(cell => cell == '#' ? '1' : '0'))),
            Resources = [resources, resources],
            Units = [.. units.Select((unit, id) => unit with { Id = id })],
        });
    }

    private static UnitKind KindOf(char letter) => char.ToLowerInvariant(letter) switch
    {
        '$' => UnitKind.Resource,
        'b' => UnitKind.Base,
        'k' => UnitKind.Barracks,
        'w' => UnitKind.Worker,
        'l' => UnitKind.Light,
        'h' => UnitKind.Heavy,
        'r' => UnitKind.Ranged,
        _ => throw new ArgumentException($"expected '.', '#', '$' or the letter of a kind, got '{letter}'.", nameof(letter)),
    };
}
