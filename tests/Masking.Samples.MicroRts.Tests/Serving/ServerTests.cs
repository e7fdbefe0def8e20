using System.Text.Json.Nodes;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;
using Masking.Training;

namespace Masking.Samples.MicroRts.Tests.Serving;

/// <summary>The server talks to the original game.</summary>
public sealed class ServerTests
{
    private static string Agent { get; } = Path.Join(AppContext.BaseDirectory, "agent.safetensors");

    public static TheoryData<string> Players { get; } = [.. PlayerFactory.Names];

    public static TheoryData<string, string> MalformedCommands => new()
    {
        { "hello", "error: expected 'budget MILLISECONDS ITERATIONS', 'utt', 'preGameAnalysis MILLISECONDS', 'getAction PLAYER'" },
        { "", "got ''." },
        { new string('x', 200), $"got '{new string('x', 80)}…'." },
        { "budget 100", "got 'budget 100'." },
        { "budget 100 many", "error: expected a whole number from -1 to 2147483647, got 'many' in 'budget 100 many'." },
        { "preGameAnalysis 99999999999", "got '99999999999' in" },
        { "getAction 2", "error: expected a whole number from 0 to 1, got '2' in 'getAction 2'." },
        { "gameOver 2", "error: expected a whole number from -1 to 1, got '2' in 'gameOver 2'." },
        { "utt\nnull", "error: expected unit types as JSON, got null." },
        { "utt\n{", "error: expected unit types as JSON, got a line that cannot be read: " },
        { "utt\n{\"moveConflictResolutionStrategy\":1,\"unitTypes\":[null]}", "error: unitTypes: expected objects, got null." },
        { "utt\n{\"moveConflictResolutionStrategy\":1,\"unitTypes\":[]}", "error: unitTypes: expected 0 Resource, 1 Base, " },
        { "getAction 0\n{}", "error: expected 'utt' with the unit types before the first state." },
    };

    public static TheoryData<string, string, string> MalformedStates => new()
    {
        { "\"time\":0,", "", "error: expected a state as JSON, got a line that cannot be read: " },
        { "\"time\":0,", "\"time\":\"0\",", "error: expected a state as JSON, got a line that cannot be read: " },
        { "\"time\":0,", "\"time\":99999999999,", "error: expected a state as JSON, got a line that cannot be read: " },
        { "\"time\":0,", "\"time\":-1,", "error: expected a state that the rules allow: expected a time of 0 or more, got -1." },
        { "\"actions\":[", "\"actions\":[null", "error: actions: expected objects, got null." },
        { "\"width\":8", "\"width\":9", "error: expected a state that the rules allow: expected a wall, '1', or a cell, '0', for each" },
        { "\"width\":8", "\"width\":1000000", "expected a board of 1 to 128 columns and rows, got 1000000 and 8." },
        { "{\"ID\":1, \"resources\":5}", "{\"ID\":7, \"resources\":5}", "error: players: expected the players 0 and 1, got 0, 7." },
        { "\"Base\"", "\"3\"", "error: expected one of the unit types Resource, Base, Barracks, Worker, Light, Heavy, Ranged, got '3'." },
        { "\"Base\"", "null", "error: expected a state as JSON" },
        { "\"x\":7", "\"x\":8", "expected a cell of the board without a wall, got column 8 of row 7." },
        { "\"x\":7, \"y\":7", "\"x\":0, \"y\":0", "expected one unit in each cell, got two in column 0 of row 0." },
        {
            "\"actions\":[", "\"actions\":[{\"ID\":6,\"time\":0,\"action\":{\"type\":9,\"parameter\":0}}",
            "unit 6: expected an action that a Base can take, got 9."
        },
        {
            "\"actions\":[", "\"actions\":[{\"ID\":8,\"time\":0,\"action\":{\"type\":5,\"x\":1}}",
            "error: actions: expected 'y' in an action of type 5, got none for unit 8."
        },
        {
            "\"actions\":[", "\"actions\":[{\"ID\":8,\"time\":0,\"action\":{\"type\":1}}",
            "error: actions: expected 'parameter' in an action of type 1, got none for unit 8."
        },
        { "\"time\":0,", "\"time\":0,\"time\":1,", "error: expected a state as JSON, got a line that cannot be read: " },
        {
            "\"actions\":[", "\"actions\":[{\"ID\":6,\"time\":0,\"action\":{\"type\":4,\"parameter\":3,\"unitType\":\"Worker\"}}",
            "unit 6: expected Produce into a free cell"
        },
    };

    [Theory]
    [MemberData(nameof(Players))]
    public async Task ARecordedConversation_IsAnswered(string player)
    {
        using PlayerFactory players = new(new FileInfo(Agent), player);
        await using RunningServer server = new(() => players.Create(player));
        await using Game game = await Game.ConnectAsync(server.Port);
        int states = 0;
        foreach (string[] question in Transcript.Questions)
        {
            await game.SendAsync(question);
            string answer = (await game.ReceiveAsync())!;
            if (question[0] == "getAction 0")
            {
                AssertIsLegal(Transcript.ReadState(question[1]), player: 0, Transcript.ReadOrders(answer));
                states++;
            }
            else
            {
                Assert.Equal("ack", answer);
            }
        }

        Assert.Equal(60, states);
    }

    [Fact]
    public async Task ABoardThatTheAgentWasNotTrainedFor_IsExplained()
    {
        using PlayerFactory players = new(new FileInfo(Agent), PlayerFactory.Agent);
        await using RunningServer server = new(() => players.Create(PlayerFactory.Agent));
        await using Game game = await Game.ConnectAsync(server.Port);
        string taller = Transcript.FirstState
            .Replace("\"height\":8", "\"height\":9", StringComparison.Ordinal)
            .Replace("\"terrain\":\"", "\"terrain\":\"00000000", StringComparison.Ordinal);

        await game.SendAsync("utt", Transcript.UnitTypesLine);
        Assert.Equal("ack", await game.ReceiveAsync());
        await game.SendAsync("getAction 0", taller);

        Assert.StartsWith(
            "error: the player cannot play this game: expected a board of 8 × 8 cells, for which the agent is declared, got 8 × 9.",
            await game.ReceiveAsync(),
            StringComparison.Ordinal);
        Assert.Null(await game.ReceiveAsync());
    }

    [Fact]
    public async Task OrdersHaveTheFormOfTheProtocol()
    {
        await using RunningServer server = new(() => ScriptedPlayers.Create("worker-rush"));
        await using Game game = await Game.ConnectAsync(server.Port);
        await game.SendAsync("utt", Transcript.UnitTypesLine, "getAction 0", Transcript.FirstState);

        Assert.Equal("ack", await game.ReceiveAsync());
        Assert.Equal(
            """
            [{"unitID":6,"unitAction":{"type":4,"parameter":0,"unitType":"Worker"}},{"unitID":8,"unitAction":{"type":1,"parameter":0}}]
            """,
            await game.ReceiveAsync());
    }

    [Fact]
    public async Task AnAttack_HasACell()
    {
        await using RunningServer server = new(() => ScriptedPlayers.Create("worker-rush"));
        await using Game game = await Game.ConnectAsync(server.Port);
        string state = Transcript.FirstState
            .Replace("\"x\":6, \"y\":6", "\"x\":3, \"y\":1", StringComparison.Ordinal)
            .Replace("{\"type\":\"Worker\", \"ID\":8", "{\"type\":\"Light\", \"ID\":8", StringComparison.Ordinal)
            .Replace("\"player\":0, \"x\":1, \"y\":1", "\"player\":0, \"x\":3, \"y\":0", StringComparison.Ordinal);
        await game.SendAsync("utt", Transcript.UnitTypesLine, "getAction 0", state);

        Assert.Equal("ack", await game.ReceiveAsync());
        Assert.Contains(
            """{"unitID":8,"unitAction":{"type":5,"x":3,"y":1}}""", await game.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnitsWithoutAnOrder_WaitTenCycles()
    {
        await using RunningServer server = new(() => new SilentPlayer());
        await using Game game = await Game.ConnectAsync(server.Port);
        await game.SendAsync("utt", Transcript.UnitTypesLine, "getAction 1", Transcript.FirstState);

        Assert.Equal("ack", await game.ReceiveAsync());
        Assert.Equal(
            [new Order(7, UnitAction.None(10)), new Order(9, UnitAction.None(10))],
            Transcript.ReadOrders((await game.ReceiveAsync())!));
    }

    [Theory]
    [MemberData(nameof(MalformedCommands))]
    public async Task AMalformedCommand_ClosesItsConnection_WithAnExplanation(string lines, string explanation) =>
        await AssertIsRefused(game => game.SendAsync(lines, "budget 100 -1"), explanation);

    [Theory]
    [MemberData(nameof(MalformedStates))]
    public async Task AMalformedState_ClosesItsConnection_WithAnExplanation(string recorded, string changed, string explanation)
    {
        int place = Transcript.FirstState.IndexOf(recorded, StringComparison.Ordinal);
        Assert.True(place >= 0, Transcript.FirstState);
        string state = $"{Transcript.FirstState[..place]}{changed}{Transcript.FirstState[(place + recorded.Length)..]}";

        await AssertIsRefused(
            async game =>
            {
                await game.SendAsync("utt", Transcript.UnitTypesLine);
                Assert.Equal("ack", await game.ReceiveAsync());
                await game.SendAsync("getAction 0", state);
            },
            explanation);
    }

    [Theory]
    [InlineData("\"ID\":2, \"name\":\"Barracks\"", "\"ID\":3, \"name\":\"Barracks\"", "error: unitTypes: expected 0 Resource, 1 ")]
    [InlineData("\"maxDamage\":4", "\"maxDamage\":5", "error: Heavy: expected the same minDamage and maxDamage, got 4 and 5.")]
    [InlineData("\"attackRange\":3", "\"attackRange\":4", "Ranged.AttackRange: expected a number from 0 to 3, got 4.")]
    [InlineData("[\"Worker\"]", "[null]", "error: expected one of the unit types Resource, ")]
    [InlineData(
        "Strategy\":1", "Strategy\":2",
        "error: moveConflictResolutionStrategy: expected 1, with which both orders become waiting, got 2.")]
    [InlineData("\"returnTime\":10", "\"returnTime\":9", "error: Worker: expected the same returnTime and moveTime, got 9 and 10.")]
    public async Task MalformedUnitTypes_CloseTheirConnection_WithAnExplanation(string recorded, string changed, string explanation)
    {
        Assert.Contains(recorded, Transcript.UnitTypesLine, StringComparison.Ordinal);
        string types = Transcript.UnitTypesLine.Replace(recorded, changed, StringComparison.Ordinal);

        await AssertIsRefused(game => game.SendAsync("utt", types), explanation);
    }

    [Fact]
    public async Task AnExplanation_IsShortened()
    {
        await using RunningServer server = new(() => new PassivePlayer());
        await using Game game = await Game.ConnectAsync(server.Port);
        await game.SendAsync("utt", Transcript.UnitTypesLine.Replace("Barracks", new string('x', 10_000), StringComparison.Ordinal));

        string explanation = (await game.ReceiveAsync())!;

        Assert.StartsWith("error: unitTypes: expected ", explanation, StringComparison.Ordinal);
        Assert.EndsWith("xxx…", explanation, StringComparison.Ordinal);
        Assert.Equal(501, explanation.Length);
    }

    [Fact]
    public async Task TooManyConnections_WaitForOthersToEnd()
    {
        await using RunningServer server = new(() => new PassivePlayer());
        List<Game> games = [];
        for (int i = 0; i < 256; i++)
        {
            games.Add(await Game.ConnectAsync(server.Port));
        }

        Task<Game> waiting = Game.ConnectAsync(server.Port);
        await games[0].SendAsync("gameOver 0");
        Assert.Equal("ack", await games[0].ReceiveAsync());
        Assert.False(waiting.IsCompleted);
        await games[1].DisposeAsync();

        await using Game last = await waiting;
        await last.SendAsync("gameOver 0");
        Assert.Equal("ack", await last.ReceiveAsync());
        await Task.WhenAll(games.Select(game => game.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task LinesThatAreNotUtf8_AreRefused() =>
        await AssertIsRefused(game => game.SendAsync([0xFF, (byte)'\n']), "error: expected lines of UTF-8, got other bytes: ");

    [Fact]
    public async Task ALineWithoutAnEnd_IsRefused() =>
        await AssertIsRefused(
            game => game.SendAsync(new byte[(1 << 22) + 1]), "error: expected lines of at most 4194304 bytes, got a longer one.");

    [Fact]
    public async Task TheExplanation_Arrives_WhileTheGameStillSends() =>
        await AssertIsRefused(game => game.SendAsync([.. "hello\n"u8, .. new byte[1 << 23]]), "error: expected 'budget ");

    [Fact]
    public async Task Lines_MayArriveInPieces_AndEndWithACarriageReturn()
    {
        await using RunningServer server = new(() => new PassivePlayer());
        await using Game game = await Game.ConnectAsync(server.Port);
        foreach (byte each in "budget 100 -1\r\ngameOver -1\r\n"u8.ToArray())
        {
            await game.SendAsync([each]);
        }

        Assert.Equal("ack", await game.ReceiveAsync());
        Assert.Equal("ack", await game.ReceiveAsync());
    }

    [Fact]
    public async Task AnErrorOfAPlayer_EndsItsConnectionOnly()
    {
        int players = 0;
        await using RunningServer server = new(() => players++ == 0 ? new PassivePlayer() : new FailingPlayer());
        await using Game other = await Game.ConnectAsync(server.Port);
        await using Game game = await Game.ConnectAsync(server.Port);

        await game.SendAsync("utt", Transcript.UnitTypesLine, "getAction 0", Transcript.FirstState);

        Assert.Equal("ack", await game.ReceiveAsync());
        Assert.Null(await game.ReceiveAsync());
        Assert.Contains("I cannot decide", await server.Log.ReadLineAsync(), StringComparison.Ordinal);
        await AssertAnswers(other);
    }

    private static async Task AssertIsRefused(Func<Game, Task> send, string explanation)
    {
        await using RunningServer server = new(() => new PassivePlayer());
        await using Game other = await Game.ConnectAsync(server.Port);
        await using Game game = await Game.ConnectAsync(server.Port);

        await send(game);

        Assert.Contains(explanation, await game.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Null(await game.ReceiveAsync());
        await AssertAnswers(other);
        await using Game later = await Game.ConnectAsync(server.Port);
        await AssertAnswers(later);
    }

    private static async Task AssertAnswers(Game game)
    {
        await game.SendAsync("utt", Transcript.UnitTypesLine, "getAction 1", Transcript.FirstState);
        Assert.Equal("ack", await game.ReceiveAsync());
        Assert.Equal(2, JsonNode.Parse((await game.ReceiveAsync())!)!.AsArray().Count);
    }

    private static void AssertIsLegal(GameState state, int player, Order[] orders)
    {
        Unit[] units = state.Units.ToArray();
        Assert.Equal(
            units.Where(unit => unit.Player == player && !unit.IsBusy).Select(unit => unit.Id).Order(),
            orders.Select(order => order.UnitId).Order());
        Assert.All(orders, order =>
        {
            int index = Array.FindIndex(units, unit => unit.Id == order.UnitId);
            Assert.True(state.LegalActionsOf(index).Contains(order.Action, units[index]), $"{order}");
        });
    }

    private sealed class SilentPlayer : IPlayer
    {
        public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders)
        {
        }
    }

    private sealed class FailingPlayer : IPlayer
    {
        public void ChooseOrders(GameState state, int player, RandomNumbers random, OrderList orders) =>
            throw new InvalidOperationException("I cannot decide.");
    }
}
