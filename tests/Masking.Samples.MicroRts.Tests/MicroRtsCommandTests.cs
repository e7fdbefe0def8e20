using System.Globalization;
using System.Text.RegularExpressions;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Learning;
using Masking.Samples.MicroRts.Players;
using Masking.Samples.MicroRts.Tests.Serving;
using Masking.Training.Tests;
using Spectre.Console;
using static TorchSharp.torch;

namespace Masking.Samples.MicroRts.Tests;

public sealed partial class MicroRtsCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Theory]
    [InlineData("--map: expected one of basesWorkers8x8, basesWorkers8x8A, ", "--map", "moon")]
    [InlineData("--player: expected one of agent, passive, random, biased-random, worker-rush, light-rush, got 'me'.", "--player", "me")]
    [InlineData("--opponent: expected one of worker-rush, agent, passive, random, biased-random, light-rush, got ''.", "--opponent", "")]
    [InlineData("--games: expected a whole number from 1 to 1000000000, got '0'.", "--games", "0")]
    [InlineData("--serve: expected a whole number from 0 to 65535, got '65536'.", "--serve", "65536")]
    [InlineData("expected one of --watch, --play, --picture, --speed, --serve, got --watch and --serve.", "--serve", "0", "--watch")]
    [InlineData(
        "--player: the agent plays on boards of 8 × 8 cells, and basesWorkers16x16A has 16 × 16. Choose another player or another --map.",
        "--map", "basesWorkers16x16A")]
    [InlineData("--play: expected a terminal with a keyboard and a movable cursor, got another, or an input or output ", "--play")]
    [InlineData("--picture: expected a file in an existing folder, with a name that ends with .png, got '", "--picture", "none/game.png")]
    [InlineData("--picture: expected a file in an existing folder, with a name that ends with .png, got '", "--picture", "game.jpg")]
    [InlineData(
        "--games: expected an option that --watch uses, one of --map, --player, --opponent, --agent, --cycles, --seed.",
        "--watch", "--games", "3")]
    [InlineData(
        "--map: expected an option that --serve uses, one of --player, --agent, --seed.",
        "--serve", "0", "--map", "melee4x4Mixed2")]
    [InlineData("--map: expected an option of 'train', which does not use the options of games.", "--map", "melee4x4Mixed2", "train")]
    [InlineData("--seed: expected an option of 'reproduce', which does not use the options of games.", "--seed", "2", "reproduce")]
    [InlineData(
        "--opponent: the agent plays on boards of 8 × 8 cells, and ",
        "--map", "melee4x4Mixed2", "--player", "passive", "--opponent", "agent")]
    public async Task AWrongOption_IsNamed_WithExitCode2(string message, params string[] args)
    {
        Assert.Equal(2, await Run(args));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task AMissingModelFile_IsNamed_WithExitCode1()
    {
        Assert.Equal(1, await Run("--agent", "missing.safetensors"));

        Assert.Contains("missing.safetensors", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task AModelFileWithNaN_IsRefused_WithExitCode1()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("microrts-").FullName, "policy.safetensors");
        using (MicroRtsPolicy policy = new())
        using (IDisposable noGradient = no_grad())
        {
            policy.parameters().Last().fill_(double.NaN);
            policy.Save(file);
        }

        Assert.Equal(1, await Run("--agent", file));

        Assert.Contains($"{file}: expected finite weights, got NaN or infinity.", _error.ToString(), StringComparison.Ordinal);
        Directory.GetParent(file)!.Delete(recursive: true);
    }

    [Fact]
    public void APlayerAgainstItself_PlaysDifferentGames()
    {
        SeriesResult first = Play(games: 1);
        SeriesResult both = Play(games: 2);

        Assert.NotEqual(2 * first.Cycles, both.Cycles);

        static SeriesResult Play(int games) => new GameSeries(Maps.Find("basesWorkers8x8"), Match.DefaultCycles, seed: 1)
            .Play(new RandomPlayer(bias: 1), new RandomPlayer(bias: 1), games, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Games_AreCounted()
    {
        Assert.Equal(0, await Run("--games", "4", "--player", "passive", "--opponent", "worker-rush"));

        Assert.Matches(@"^passive won 0, worker-rush won 4 of 4 games, 0 draws; \d+ cycles per game\r?\n$", _output.ToString());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task AGameThatIsTooLong_IsADraw()
    {
        Assert.Equal(0, await Run("--games", "2", "--player", "passive", "--opponent", "passive", "--cycles", "50"));

        Assert.StartsWith(
            "passive won 0, passive won 0 of 2 games, 2 draws; 50 cycles per game", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ShowsAGame()
    {
        Assert.Equal(0, await Run("--watch", "--map", "baseTwoWorkers4x4", "--player", "worker-rush", "--opponent", "passive"));

        string output = _output.ToString().ReplaceLineEndings("\n");
        Assert.StartsWith(
            """
            ╭────────────╮
            │◆20 W  ·  · │
            │ W  B  ·  · │
            │ ·  ·  ·  · │
            │ ·  ·  ·  b │
            ╰────────────╯
            cycle 0   player 0 3 units, 5 resources   player 1 1 unit, 5 resources


            """.ReplaceLineEndings("\n"),
            output,
            StringComparison.Ordinal);
        Assert.Matches(@"Player 0 has won after \d+ cycles\.\n$", output);
        Assert.DoesNotContain('\e', output);
    }

    [Fact]
    public void OnATerminal_AGameIsUpdatedInPlace()
    {
        Match match = new(Maps.Find("melee4x4Mixed2"), new PassivePlayer(), new PassivePlayer(), maxCycles: 20, seed: 1);
        IAnsiConsole console = Terminal.Create(_output, isTerminal: true, unicode: true);

        new GameScreen(match, console).Play(TestContext.Current.CancellationToken);

        Assert.Contains('\e', _output.ToString());
        string[] lines = Terminal.Lines(_output);
        Assert.Contains(lines, line => line.StartsWith("cycle 20 ", StringComparison.Ordinal));
        Assert.Contains("Nobody has won after 20 cycles.", lines);
    }

    [Fact]
    public void TheDrawing_ShowsWallsDamageAndLoads()
    {
        GameState state = new(new GameSetup
        {
            Board = new Board(4, 1, "0010"),
            Resources = [1, 0],
            Units =
            [
                new Unit(0, UnitKind.Worker, 0, 0, 0, 1, 1),
                new Unit(1, UnitKind.Barracks, 1, 1, 0, 3, 0),
                new Unit(2, UnitKind.Ranged, 1, 3, 0, 1, 0),
            ],
        });

        string text = Markup.Remove(GameDrawing.Render(state));

        Assert.Contains("│ W+ k3███ r │", text, StringComparison.Ordinal);
        Assert.Contains("player 0 1 unit, 1 resource   player 1 2 units, 0 resources", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speed_IsReported()
    {
        Assert.Equal(0, await Run("--speed", "--map", "melee4x4Mixed2"));

        Assert.Matches(@"^[\d,]+ cycles per second\r?\n\d+\.\d\d microseconds per copy of the state\r?\n$", _output.ToString());
    }

    [Fact]
    public async Task Serve_PlaysUntilItIsStopped_WithExitCode130()
    {
        using CancellationTokenSource stop = new();
        using LineChannel output = new();
        Task<int> command = MicroRtsCommand.RunAsync(["--serve", "0", "--player", "light-rush"], output, _error, stop.Token);
        string started = await output.ReadLineAsync();
        int port = int.Parse(Port().Match(started).Value, CultureInfo.InvariantCulture);
        Assert.Equal($"light-rush plays on port {port} of this machine. Ctrl-C stops it.", started);
        await using Game game = await Game.ConnectAsync(port);
        await game.SendAsync("nonsense");
        Assert.StartsWith("error: expected ", await game.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Null(await game.ReceiveAsync());
        await using Game other = await Game.ConnectAsync(port);

        Assert.Equal(1, await Run("--serve", $"{port}"));
        await stop.CancelAsync();

        Assert.Equal(130, await command);
        Assert.Contains($"cannot listen on port {port}: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_StopsEarly_WithExitCode130()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        Assert.Equal(130, await MicroRtsCommand.RunAsync([], _output, _error, stop.Token));

        Assert.Contains(" of 0 games", _output.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Port();

    private Task<int> Run(params string[] args) => MicroRtsCommand.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
}
