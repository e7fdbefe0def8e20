using System.Text.Json;
using System.Text.Json.Nodes;
using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Tests.Replay;

/// <summary>The engine plays games exactly like the original engine, from which they were recorded.</summary>
public sealed class ReplayTests
{
    public static TheoryData<string> Games { get; } = [.. RecordedGame.Names];

    [Theory]
    [MemberData(nameof(Games))]
    public void ARecordedGame_IsReproduced(string name) => Assert.Null(GameReplay.FindDifference(RecordedGame.Read(name)));

    [Fact]
    public void TheFolder_ContainsGames() => Assert.NotEmpty(RecordedGame.Names);

    [Theory]
    [InlineData(0, "t", "0", "1", "expected 1, got 0")]
    [InlineData(1, "res", "[5,5]", "[5,6]", "expected [[5,6]], got [[5,5]]")]
    [InlineData(1, "u", "[7,3,0,1,0,1,0]", "[7,3,0,1,0,2,0]", "[7,3,0,1,0,2,0]", "[7,3,0,1,0,1,0]")]
    [InlineData(1, "u", "[7,3,0,1,0,1,0],", "", "[4,1,0,1,1,10,0], [5,1", "[7,3,0,1,0,1,0]")]
    [InlineData(0, "busy", "[]", "[[4,0,0,10,0,0,-1]]", "expected [[4,0,0,10,0,0,-1]], got []")]
    [InlineData(0, "m", "100010", "110010", "expected [4, 110010", "got [4, 100010")]
    [InlineData(0, "o0", "20 ", "21 ", "/ 21 0", "/ 20 0")]
    [InlineData(0, "o1", "20 ", "21 ", "/ 21 0", "/ 20 0")]
    [InlineData(0, "accepted", "[4,4,1,", "[4,4,2,", "expected [[4,4,2,", "got [[4,4,1,")]
    [InlineData(0, "r", "0.0", "1.0", "expected [[1,", "got [[0,")]
    public void AChangedLine_IsReportedWithGameCycleAndKey(
        int cycle, string key, string recorded, string changed, params string[] parts)
    {
        RecordedGame game = Small();
        JsonObject line = JsonNode.Parse(game.Lines[cycle].GetRawText())!.AsObject();
        string before = line[key]!.ToJsonString();
        int place = before.IndexOf(recorded, StringComparison.Ordinal);
        Assert.True(place >= 0, before);
        line[key] = JsonNode.Parse(before[..place] + changed + before[(place + recorded.Length)..]);
        RecordedGame altered = game with
        {
            Lines = [.. game.Lines.Take(cycle), JsonElement.Parse(line.ToJsonString()), .. game.Lines.Skip(cycle + 1)],
        };

        string? difference = GameReplay.FindDifference(altered);

        Assert.StartsWith($"{game.Name}, cycle {cycle}, {key}: expected ", difference, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, difference, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("over", "true", "false")]
    [InlineData("winner", "0", "1")]
    public void AChangedResult_IsReported(string key, string recorded, string changed)
    {
        RecordedGame game = Small();
        string last = game.Lines[^1].GetRawText();
        Assert.Contains($"\"{key}\":{recorded}", last, StringComparison.Ordinal);
        JsonElement line = JsonElement.Parse(last.Replace($"\"{key}\":{recorded}", $"\"{key}\":{changed}", StringComparison.Ordinal));

        string? difference = GameReplay.FindDifference(game with { Lines = [.. game.Lines.SkipLast(1), line] });

        Assert.StartsWith($"{game.Name}, cycle {game.Lines.Count - 1}, {key}: ", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void ACycleThatIsLeftOut_IsReported()
    {
        RecordedGame game = Small();

        string? difference = GameReplay.FindDifference(game with { Lines = [.. game.Lines.Take(5), .. game.Lines.Skip(6)] });

        Assert.StartsWith($"{game.Name}, cycle 5, t: expected 6, got 5", difference, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void TheMapsAndTypesOfTheSample_AreThoseOfTheGame(string name)
    {
        RecordedGame game = RecordedGame.Read(name);
        GameSetup start = RecordedStart.Read(game);
        foreach (UnitKind kind in Enum.GetValues<UnitKind>().Where(kind => kind != UnitKind.None))
        {
            Assert.Equivalent(start.Types[kind], UnitTypes.Standard[kind], strict: true);
        }

        string map = game.Header.GetProperty("map").GetString()!;
        if (Maps.All.FirstOrDefault(each => each.Name == map) is { } built)
        {
            Assert.Equal(Cells(start), Cells(built.Start));
            Assert.Equal(start.Resources, built.Start.Resources);
        }
    }

    /// <summary>The shortest recorded game of the copy next to the tests.</summary>
    private static RecordedGame Small() => RecordedGame.Read(
        Path.Combine(RecordedGame.Copy, "baseTwoWorkers4x4-WorkerRush-RandomBiasedAI-1"));

    /// <summary>The contents of all cells, row by row. The numbers and the order of units do not change a game.</summary>
    private static IEnumerable<string> Cells(GameSetup start) =>
        from cell in Enumerable.Range(0, start.Board.Cells)
        let unit = start.Units.Cast<Unit?>().FirstOrDefault(unit => start.Board.CellAt(unit!.Value.X, unit.Value.Y) == cell)
        select start.Board.IsWall(cell) ? "wall" : unit is { } found ? $"{found with { Id = 0 }}" : "free";
}
