using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Engine;

/// <summary>Small states for tests of single rules.</summary>
internal static class Scene
{
    /// <summary>Creates a state with standard unit types. The units are numbered from 0 on.</summary>
    public static GameState Create(int width, int height, int resources, params Unit[] units) => new(new GameSetup
    {
        Board = new Board(width, height, new string('0', width * height)),
        Resources = [resources, resources],
        Units = [.. units.Select((unit, id) => unit with { Id = id })],
    });

    /// <summary>A unit with the hit points of its type.</summary>
    public static Unit Unit(UnitKind kind, int player, int x, int y, int resources = 0) =>
        new(0, kind, player, x, y, UnitTypes.Standard[kind].HitPoints, resources);

    /// <summary>Plays cycles without orders.</summary>
    public static void Wait(GameState state, int cycles)
    {
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            state.Step([], []);
        }
    }

    /// <summary>The actions under way as pairs of the number of the unit and the action.</summary>
    public static (int, UnitAction)[] UnderWay(GameState state)
    {
        Unit[] units = state.Units.ToArray();
        return [.. state.Assignments.ToArray().Select(assignment => (units[assignment.Unit].Id, assignment.Action))];
    }
}
