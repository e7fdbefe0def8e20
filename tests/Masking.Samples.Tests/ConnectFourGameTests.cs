using Masking.Onnx;
using Masking.Samples.ConnectFour;
using Masking.Training;
using Spectre.Console;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class ConnectFourGameTests : IDisposable
{
    private readonly ConnectFourPolicy _policy;
    private readonly ConnectFourPolicy.Player _player;
    private readonly StringWriter _written = new();

    public ConnectFourGameTests()
    {
        manual_seed(1);
        _policy = new ConnectFourPolicy();
        _player = new ConnectFourPolicy.Player(Exported(_policy), environments: 1);
    }

    public void Dispose()
    {
        _player.Dispose();
        _policy.Dispose();
        _written.Dispose();
    }

    [Theory]
    [InlineData(true, true, "You have won, after ")]
    [InlineData(false, true, "You have won, after ")]
    [InlineData(true, false, "The agent has won, after ")]
    [InlineData(false, false, "The agent has won, after ")]
    public void AGame_EndsWhenSomebodyHasFour(bool personBegins, bool personWins, string verdict)
    {
        (string[] moves, Position end) = FindGame(personBegins, (position, isPersonNext) => position.IsWon && isPersonNext != personWins);

        string shown = Play([personBegins ? "y" : "n", .. moves]);

        Assert.Contains($"{verdict}{end.Discs} moves.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Expected", shown, StringComparison.Ordinal);
        Assert.Equal(moves.Length, Count(shown, "Your column: "));
        Assert.Contains(personBegins ? "you ●   the agent ○" : "you ○   the agent ●", shown, StringComparison.Ordinal);
        Assert.Contains("The agent played ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyLegalColumns_AreTaken()
    {
        string shown = Play(["maybe", "y", "0", "8", "four", "", "4", "q"]);

        Assert.Contains("Expected y or n, or q to leave, got 'maybe'.", shown, StringComparison.Ordinal);
        foreach (string wrong in new[] { "0", "8", "four", "" })
        {
            Assert.Contains(
                $"Expected the number of a column that is not full (1, 2, 3, 4, 5, 6, 7), or q to leave, got '{wrong}'.",
                shown,
                StringComparison.Ordinal
            );
        }

        Assert.EndsWith("You left the game.", shown.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFullColumn_IsNotTaken()
    {
        (string[] moves, Position end) = FindGame(
            personBegins: true,
            (position, isPersonNext) => isPersonNext && !position.IsOver && position.LegalColumns.Count() == 6
        );
        int full = 1 + (int)Position.AllColumns.Except(end.LegalColumns).Single();

        string shown = Play(["y", .. moves, $"{full}"]);

        Assert.Contains(
            $"not full ({string.Join(", ", Enumerable.Range(1, 7).Where(number => number != full))}), or q to leave, got '{full}'.",
            shown,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData]
    [InlineData("y", "4")]
    public void TheEndOfTheInput_EndsTheGame(params string[] lines) =>
        Assert.EndsWith("You left the game.", Play(lines).TrimEnd(), StringComparison.Ordinal);

    [Fact]
    public void Cancelled_ItDoesNotWaitForTheNextLine()
    {
        using CancellationTokenSource source = new();
        using Endless input = new(source);

        new TerminalGame(_player, Console(), input).Play(source.Token);
        input.Release();

        Assert.EndsWith("You left the game.", _written.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void ABoard_IsDrawnFromAbove_AndItsFourStandOut()
    {
        Position position = "1122334".Aggregate(default(Position), (each, move) => each.Play((Column)(move - '1')));
        Console().MarkupLine(BoardDrawing.Render(position));

        string[] lines =
        [
            .. _written
                .ToString()
                .Split('\n')
                .Select(line => line.Replace(" ", "", StringComparison.Ordinal).Trim())
                .Where(line => line.Length > 0),
        ];

        Assert.Equal(
            ["1234567", "·······", "·······", "·······", "·······", "○○○····", "●●●●···"],
            lines);
        Assert.Equal(4, Count(BoardDrawing.Render(position), "on white"));
    }

    [Fact]
    public void Probabilities_StandBelowTheirColumns()
    {
        Console().MarkupLine(BoardDrawing.Render(new PositionEvaluation([0, 0.004f, 0.1f, 0.5f, 0, 0.396f, 0], 0.5f)));

        string[] lines = _written.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("       ▁▁▁  ▁▁▁  ▄▄▄       ▄▄▄".Trim(), lines[0].Trim());
        Assert.Equal("0%   0%  10%  50%   0%  40%   0%", lines[1].Trim());
    }

    [Theory]
    [InlineData(0.95f, "+0.95 (it is going to win)")]
    [InlineData(0.4f, "+0.40 (it is ahead)")]
    [InlineData(1.06f, "+1.00 (it is going to win)")]
    [InlineData(0f, "0.00 (the game is even)")]
    [InlineData(-0.4f, "-0.40 (it is behind)")]
    [InlineData(-0.95f, "-0.95 (it is going to lose)")]
    public void AValue_IsDescribedInWords(float value, string words) => Assert.Equal(words, BoardDrawing.DescribeValue(value));

    /// <summary>The file of the sample plays as well as the training says.</summary>
    [Fact]
    public void TheExportedAgent_BeatsTheRandomPlayer()
    {
        using ConnectFourPolicy.Player trained = new(
            Path.Join(AppContext.BaseDirectory, "connect-four.onnx"), environments: 1);
        RandomNumbers random = new(seed: 1, row: 0);
        int won = Enumerable.Range(0, 100).Count(game =>
        {
            Position position = default;
            while (!position.IsOver)
            {
                position = position.Play(
                    position.IsFirstToMove == (game % 2 == 0)
                        ? TerminalGame.Answer(trained, position).Move
                        : Opponent.Random.Choose(position, random));
            }

            return position.IsWon && position.IsFirstToMove != (game % 2 == 0);
        });
        Assert.InRange(won, 95, 100);
    }

    private static byte[] Exported(ConnectFourPolicy policy)
    {
        string path = Path.Join(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        policy.SaveOnnx(path);
        byte[] model = File.ReadAllBytes(path);
        File.Delete(path);
        return model;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private string Play(IEnumerable<string> lines)
    {
        using StringReader input = new(string.Join('\n', lines));
        new TerminalGame(_player, Console(), input).Play(TestContext.Current.CancellationToken);
        return _written.ToString();
    }

    private IAnsiConsole Console()
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(_written),
            }
        );
        console.Profile.Width = 200;
        return console;
    }

    /// <summary>Plays random legal moves until the position satisfies a condition, and returns the input of the person.</summary>
    private (string[] Moves, Position End) FindGame(bool personBegins, Func<Position, bool, bool> isSought)
    {
        RandomNumbers random = new(seed: 1, row: 0);
        using Agent agent = new(_policy);
        while (true)
        {
            List<string> moves = [];
            Position position = default;
            while (!position.IsOver)
            {
                bool isPerson = position.IsFirstToMove == personBegins;
                Column move = isPerson ? Opponent.Random.Choose(position, random) : agent.Evaluate(position).BestMove;
                position = position.Play(move);
                if (isPerson)
                {
                    moves.Add($"{(int)move + 1}");
                }

                if (isSought(position, !isPerson))
                {
                    return ([.. moves], position);
                }
            }
        }
    }

    /// <summary>An input that blocks until it is released, and cancels the game while it waits for a line.</summary>
    private sealed class Endless(CancellationTokenSource source) : TextReader
    {
        private readonly ManualResetEventSlim _released = new();

        public void Release() => _released.Set();

        public override string? ReadLine()
        {
            source.Cancel();
            _released.Wait();
            return null;
        }
    }
}
