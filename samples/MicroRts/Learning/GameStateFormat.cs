using Masking.Samples.MicroRts.Engine;
using Masking.Training;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>Writes states to checkpoints, and reads them.</summary>
internal static class GameStateFormat
{
    /// <summary>The size of a unit: seven numbers.</summary>
    private const int BytesPerUnit = 7 * sizeof(int);

    /// <summary>The size of an action under way: the unit, the time of the order, and the five numbers of the action.</summary>
    private const int BytesPerAction = 7 * sizeof(int);

    /// <summary>Writes a state. The board and the table of unit types are not written.</summary>
    public static void Write(BinaryWriter writer, GameState state)
    {
        writer.Write(state.Time);
        writer.Write(state.ResourcesOf(0));
        writer.Write(state.ResourcesOf(1));
        writer.Write(state.Units.Length);
        foreach (Unit unit in state.Units)
        {
            WriteAll(writer, unit.Id, (int)unit.Kind, unit.Player, unit.X, unit.Y, unit.HitPoints, unit.Resources);
        }

        writer.Write(state.Assignments.Length);
        foreach (Assignment assignment in state.Assignments)
        {
            UnitAction action = assignment.Action;
            WriteAll(
                writer,
                state.Units[assignment.Unit].Id,
                assignment.IssuedAt,
                (int)action.Type,
                action.Parameter,
                action.X,
                action.Y,
                (int)action.Product);
        }
    }

    /// <summary>Reads a state.</summary>
    /// <exception cref="CheckpointException">The state contradicts the rules.</exception>
    public static GameState Read(BinaryReader reader, Board board, UnitTypes types)
    {
        int time = reader.ReadInt32();
        int[] resources = [reader.ReadInt32(), reader.ReadInt32()];
        Unit[] units = new Unit[reader.ReadCount("units", BytesPerUnit)];
        for (int i = 0; i < units.Length; i++)
        {
            units[i] = new Unit(
                reader.ReadInt32(), (UnitKind)reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(),
                reader.ReadInt32(), reader.ReadInt32());
        }

        (Order Order, int IssuedAt)[] actions = new (Order, int)[reader.ReadCount("actions under way", BytesPerAction)];
        for (int i = 0; i < actions.Length; i++)
        {
            int unit = reader.ReadInt32();
            int issuedAt = reader.ReadInt32();
            actions[i] = (new Order(unit, ReadAction(reader)), issuedAt);
        }

        try
        {
            return new GameState(new GameSetup
            {
                Board = board,
                Types = types,
                Time = time,
                Resources = resources,
                Units = units,
                ActionsUnderWay = actions,
            });
        }
        catch (ArgumentException exception)
        {
            throw new CheckpointException(
                $"its contents are invalid: expected a state that the rules allow: {exception.Message}", isMismatch: false, exception);
        }
    }

    private static UnitAction ReadAction(BinaryReader reader) => new(
        (ActionType)reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), (UnitKind)reader.ReadInt32());

    private static void WriteAll(BinaryWriter writer, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            writer.Write(number);
        }
    }
}
