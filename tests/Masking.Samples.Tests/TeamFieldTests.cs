using Masking.Samples.TeamCatcher;
using Masking.Training;

namespace Masking.Samples.Tests;

public sealed class TeamFieldTests(ITestOutputHelper output)
{
    [Fact]
    public void ANewEpisode_HasThreeTargets_AndThreeToSixAgents()
    {
        TeamField field = new();
        Dictionary<int, int> teams = [];
        RandomNumbers random = new(seed: 1, row: 0);
        for (int episode = 0; episode < 400; episode++)
        {
            field.Reset(random);
            int agents = field.Text().Count(letter => letter == 'a');
            teams[agents] = teams.GetValueOrDefault(agents) + 1;

            Assert.Equal(TeamField.Targets, field.TargetsLeft);
            Assert.Equal(0, field.Steps);
            field.Do();
        }

        Assert.Equal([3, 4, 5, 6], teams.Keys.Order());
        Assert.All(teams.Values, count => Assert.InRange(count, 60, 140));
    }

    [Theory]
    [InlineData("U", ".a.", "...", "...")]
    [InlineData("D", "...", "...", ".a.")]
    [InlineData("L", "...", "a..", "...")]
    [InlineData("R", "...", "..a", "...")]
    [InlineData("-", "...", ".a.", "...")]
    public void AMove_LeadsIntoTheFreeCellThere(string move, params string[] after)
    {
        TeamField field = TeamBoard.Of("...", ".a.", "...");

        Assert.Equal(0, field.Do("", $" {move}"));

        Assert.Equal(TeamBoard.Of(after).Text(), field.Text());
        Assert.Equal(1, field.Steps);
    }

    [Theory]
    [InlineData("L", "a")]
    [InlineData("U", "a")]
    [InlineData("R", ".......a")]
    [InlineData("D", "", "", "", "", "", "", "", "a")]
    [InlineData("R", "at")]
    [InlineData("D", "a", "t")]
    [InlineData("R", "aa")]
    [InlineData("D", "a", "a")]
    public void NothingLeadsBeyondTheBoard_NorOntoOthers(string move, params string[] board)
    {
        TeamField field = TeamBoard.Of(board);

        // Only the first agent moves.
        int row = Array.FindIndex(board, each => each.Contains('a', StringComparison.Ordinal));
        field.Do([.. Enumerable.Repeat("", row), move.PadLeft(board[row].IndexOf('a', StringComparison.Ordinal) + 1)]);

        Assert.Equal(TeamBoard.Of(board).Text(), field.Text());
    }

    [Fact]
    public void ACellThatIsLeftInTheSameStep_IsNotFreeYet()
    {
        TeamField file = TeamBoard.Of("aa..");
        file.Do("RR");
        Assert.Equal(TeamBoard.Of("a.a.").Text(), file.Text());

        TeamField exchange = TeamBoard.Of("aa..");
        exchange.Do("RL");
        Assert.Equal(TeamBoard.Of("aa..").Text(), exchange.Text());
    }

    [Theory]
    [InlineData(new[] { "a.a" }, new[] { "R L" })]
    [InlineData(new[] { "a..", ".a." }, new[] { "R", " U" })]
    [InlineData(new[] { ".a.", "a.a", ".a." }, new[] { " D ", "R L", " U " })]
    public void WhereSeveralWantTheSameCell_AllStay(string[] board, string[] moves)
    {
        TeamField field = TeamBoard.Of(board);

        field.Do(moves);

        Assert.Equal(TeamBoard.Of(board).Text(), field.Text());
    }

    [Fact]
    public void OthersMove_WhereSomeWantTheSameCell()
    {
        TeamField field = TeamBoard.Of("a.a", "a..", "..a");

        field.Do("R L", "D", "  U");

        Assert.Equal(TeamBoard.Of("a.a", "..a", "a..").Text(), field.Text());
    }

    [Theory]
    [InlineData(1, "ata")]
    [InlineData(1, "a", "t", "a")]
    [InlineData(1, "ta", "a")]
    [InlineData(1, ".a.", "ata", ".a.")]
    [InlineData(1, "ata", "t..")]
    [InlineData(2, "at", "ta")]
    [InlineData(3, "ata", "t..", "a.a", "ata")]
    [InlineData(0, "at.")]
    [InlineData(0, "a.a", ".t.", "a.a")]
    [InlineData(0, "a..t..a")]
    [InlineData(0, ".......a", "t", "a")]
    public void WhereTwoAgentsStandNextToATarget_ItVanishes(int caught, params string[] board)
    {
        TeamField field = TeamBoard.Of(board);
        string before = field.Text();

        Assert.Equal(caught, field.Do());

        Assert.Equal(before.Count(letter => letter == 't') - caught, field.TargetsLeft);
        Assert.Equal(Where(before, 'a'), Where(field.Text(), 'a'));
        Assert.Equal(0, field.Do());
    }

    [Fact]
    public void AgentsCatch_WhereTheyStandAfterTheirMoves()
    {
        TeamField field = TeamBoard.Of("a.t.a");
        Assert.Equal(0, field.Do("R"));
        Assert.Equal(1, field.Do("    L"));

        TeamField away = TeamBoard.Of("ata");
        Assert.Equal(0, away.Do("D"));
    }

    [Fact]
    public void ACellWhoseTargetWasCaught_IsFree()
    {
        TeamField field = TeamBoard.Of("ata");
        Assert.False(field.IsLegal(0, Move.Right));
        field.Do();

        Assert.True(field.IsLegal(0, Move.Right));
        field.Do("R");
        Assert.Equal(TeamBoard.Of(".aa").Text(), field.Text());
    }

    [Fact]
    public void AnEpisodeIsOver_WhenAllIsCaught_OrAfterFortySteps()
    {
        TeamField caught = TeamBoard.Of("ata");
        Assert.False(caught.IsOver);
        caught.Do();
        Assert.True(caught.IsOver);

        TeamField late = TeamBoard.Of("at");
        for (int step = 0; step < TeamField.EpisodeSteps; step++)
        {
            Assert.False(late.IsOver);
            late.Do();
        }

        Assert.True(late.IsOver);
    }

    [Fact]
    public void AMove_IsLegal_ExactlyWhereItAloneWouldMoveTheAgent()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        RandomNumbers random = new(seed, row: 0);
        HashSet<(Move, bool)> seen = [];
        for (int episode = 0; episode < 20; episode++)
        {
            TeamField field = Played(random, steps: random.Next(12));
            string board = field.Text();
            int[] agents = Where(board, 'a');
            foreach (int cell in agents)
            {
                foreach (Move move in Enum.GetValues<Move>()[1..])
                {
                    int? goal = Beyond(cell, move);
                    bool isFree = goal is { } there && board[there] == '.';
                    Assert.Equal(isFree, field.IsLegal(cell, move));
                    Assert.True(field.IsLegal(cell, Move.Noop));

                    TeamField alone = Copy(field);
                    Move[] moves = new Move[TeamField.Cells];
                    moves[cell] = move;
                    alone.Step(moves);
                    Assert.Equal(isFree ? [.. agents.Except([cell]).Append(goal!.Value).Order()] : agents, Where(alone.Text(), 'a'));
                    seen.Add((move, isFree));
                }
            }
        }

        Assert.Equal(8, seen.Count);
    }

    /// <summary>
    /// The order of the agents has no effect: the mirrored moves on a mirrored board lead to the mirrored result.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Moves_AreFair(bool mirrored)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        RandomNumbers random = new(seed, row: 0);
        int Turned(int cell) => mirrored ? cell + TeamField.Size - 1 - (2 * (cell % TeamField.Size)) : TeamField.Cells - 1 - cell;
        for (int episode = 0; episode < 40; episode++)
        {
            TeamField field = Played(random, steps: 0);
            TeamField turned = new();
            turned.Place([.. Where(field.Text(), 'a').Select(Turned)], [.. Where(field.Text(), 't').Select(Turned)]);
            for (int step = 0; step < 20; step++)
            {
                Move[] moves = RandomMoves(random);
                Move[] turnedMoves = new Move[TeamField.Cells];
                for (int cell = 0; cell < moves.Length; cell++)
                {
                    turnedMoves[Turned(cell)] = moves[cell] switch
                    {
                        Move.Left => Move.Right,
                        Move.Right => Move.Left,
                        Move.Up => mirrored ? Move.Up : Move.Down,
                        Move.Down => mirrored ? Move.Down : Move.Up,
                        _ => Move.Noop,
                    };
                }

                Assert.Equal(field.Step(moves), turned.Step(turnedMoves));
                string after = turned.Text();
                Assert.Equal(field.Text(), new string([.. Enumerable.Range(0, TeamField.Cells).Select(cell => after[Turned(cell)])]));
            }
        }
    }

    [Fact]
    public void InAnyPlay_NoAgentIsLost_AndTargetsOnlyVanishWhenCaught()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        RandomNumbers random = new(seed, row: 0);
        for (int episode = 0; episode < 40; episode++)
        {
            TeamField field = Played(random, steps: 0);
            int agents = Where(field.Text(), 'a').Length;
            for (int step = 0; step < TeamField.EpisodeSteps; step++)
            {
                int left = field.TargetsLeft;
                int caught = field.Step(RandomMoves(random));

                string board = field.Text();
                Assert.Equal(agents, Where(board, 'a').Length);
                Assert.Equal(left - caught, field.TargetsLeft);
                Assert.All(Where(board, 't'), target =>
                    Assert.True(Enum.GetValues<Move>()[1..].Count(side => Beyond(target, side) is { } next && field.IsAgent(next)) < 2));
            }
        }
    }

    [Fact]
    public void MovesForAnotherNumberOfCells_AreRefused()
    {
        TeamField field = TeamBoard.Of("a");

        Assert.Throws<ArgumentOutOfRangeException>(() => field.Step(new Move[TeamField.Cells - 1]));
        Assert.Equal(0, field.Steps);
    }

    private static TeamField Played(RandomNumbers random, int steps)
    {
        TeamField field = new();
        field.Reset(random);
        for (int step = 0; step < steps; step++)
        {
            field.Step(RandomMoves(random));
        }

        return field;
    }

    private static Move[] RandomMoves(RandomNumbers random) => [.. Enumerable.Range(0, TeamField.Cells).Select(_ => (Move)random.Next(5))];

    private static int[] Where(string board, char letter) => [.. Enumerable.Range(0, board.Length).Where(cell => board[cell] == letter)];

    /// <summary>The cell that a move leads to; null outside of the board.</summary>
    private static int? Beyond(int cell, Move move)
    {
        (int row, int column) = Math.DivRem(cell, TeamField.Size);
        (row, column) = (
            row
                + (
                    move == Move.Down ? 1
                    : move == Move.Up ? -1
                    : 0
                ),
            column
                + (
                    move == Move.Right ? 1
                    : move == Move.Left ? -1
                    : 0
                )
        );
        return row is >= 0 and < TeamField.Size && column is >= 0 and < TeamField.Size ? (row * TeamField.Size) + column : null;
    }

    private static TeamField Copy(TeamField field)
    {
        TeamField copy = new();
        copy.Place(Where(field.Text(), 'a'), Where(field.Text(), 't'));
        return copy;
    }
}
