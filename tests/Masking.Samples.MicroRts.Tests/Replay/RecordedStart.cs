using System.Text.Json;
using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Replay;

/// <summary>Reads the unit types, the board and the first state of a recorded game.</summary>
internal static class RecordedStart
{
    public static GameSetup Read(RecordedGame game) => new()
    {
        Board = new Board(
            game.Header.GetProperty("width").GetInt32(),
            game.Header.GetProperty("height").GetInt32(),
            game.Header.GetProperty("walls").GetString()!),
        Types = new UnitTypes(game.Header.GetProperty("types").EnumerateArray().Select(ReadType)),
        Resources = Rows.Numbers(game.Lines[0].GetProperty("res")),
        Units = [.. Rows.Read(game.Lines[0].GetProperty("u")).Select(ReadUnit)],
    };

    public static UnitType ReadType(JsonElement type)
    {
        int Number(string name) => type.GetProperty(name).GetInt32();
        bool Flag(string name) => type.GetProperty(name).GetBoolean();
        Assert.Equal(Number("minDamage"), Number("maxDamage"));
        return new UnitType
        {
            Cost = Number("cost"),
            HitPoints = Number("hp"),
            Damage = Number("minDamage"),
            AttackRange = Number("attackRange"),
            ProduceTime = Number("produceTime"),
            MoveTime = Number("moveTime"),
            AttackTime = Number("attackTime"),
            HarvestTime = Number("harvestTime"),
            HarvestAmount = Number("harvestAmount"),
            IsResource = Flag("isResource"),
            IsStockpile = Flag("isStockpile"),
            CanHarvest = Flag("canHarvest"),
            CanMove = Flag("canMove"),
            CanAttack = Flag("canAttack"),
            Produces = [.. Rows.Numbers(type.GetProperty("produces")).Select(kind => (UnitKind)kind)],
        };
    }

    private static Unit ReadUnit(int[] row) => new(row[0], (UnitKind)row[1], row[2], row[3], row[4], row[5], row[6]);
}
