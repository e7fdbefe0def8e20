using Masking.Samples.TeamCatcher;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class TeamWorldTests(ITestOutputHelper output) : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheObservation_IsTheBoard_WithExactlyTheLegalMoves(bool hasAgentMask)
    {
        RandomNumbers random = Random();
        using TeamPolicy.Batch batch = new(environments: 2);
        TeamWorld world = new(hasAgentMask);
        int agents = 0;
        for (int episode = 0; episode < 20; episode++)
        {
            EpisodeStatus ending = EpisodeStatus.Running;
            world.Reset(random);
            for (int step = 0; ending == EpisodeStatus.Running; step++)
            {
                world.WriteObservation(batch, row: 1);
                TeamField field = Field(world);
                for (int cell = 0; cell < TeamField.Cells; cell++)
                {
                    MaskSpan<Move> mask = batch.MovesMask(1, cell / TeamField.Size, cell % TeamField.Size);
                    Assert.Equal(field.IsAgent(cell) || !hasAgentMask, batch.MapMask(1)[cell]);
                    Assert.Equal(field.IsAgent(cell) ? 1 : 0, batch.Map(1, 0)[cell]);
                    Assert.Equal(field.IsTarget(cell) ? 1 : 0, batch.Map(1, 1)[cell]);
                    Assert.Equal(1 - (step / 40f), batch.Map(1, 2)[cell]);
                    foreach (Move move in Enum.GetValues<Move>())
                    {
                        Assert.Equal(!field.IsAgent(cell) || field.IsLegal(cell, move), mask[move]);
                    }

                    agents += field.IsAgent(cell) ? 1 : 0;
                }

                ending = world.Step(RandomLegal(batch, random, hasAgentMask), row: 1, random).Status;
            }

            Assert.Equal(EpisodeStatus.Terminated, ending);
        }

        Assert.True(agents > 0);
        Assert.DoesNotContain(true, batch.MapMask(0).ToArray());
    }

    /// <summary>The policy is untrained, so without masks it would soon sample illegal moves.</summary>
    [Fact]
    public void ThePolicy_ChoosesForEveryAgent_AndNothingIllegal()
    {
        manual_seed(1);
        using TeamPolicy policy = new();
        using TeamPolicy.Batch batch = new(environments: 1);
        RandomNumbers random = Random();
        RandomStream stream = new(seed: 1);
        TeamWorld world = new(hasAgentMask: true);
        world.Reset(random);
        int refused = 0;
        for (int step = 0; step < 200; step++)
        {
            world.WriteObservation(batch, row: 0);
            TeamField field = Field(world);
            using Step<TeamPolicy.Actions> act = policy.Act(batch.Observation, stream);
            for (int cell = 0; cell < TeamField.Cells; cell++)
            {
                Move? move = act.Actions.MovesAt(0, cell / TeamField.Size, cell % TeamField.Size);
                Assert.Equal(field.IsAgent(cell), move is not null);
                Assert.True(move is null || field.IsLegal(cell, move.Value));
                refused += field.IsAgent(cell) ? Enum.GetValues<Move>().Count(each => !field.IsLegal(cell, each)) : 0;
            }

            if (world.Step(act.Actions, row: 0, random).Status != EpisodeStatus.Running)
            {
                world.Reset(random);
            }
        }

        Assert.True(refused > 100);
    }

    [Fact]
    public void MovesOfEmptyCells_HaveNoEffect()
    {
        TeamWorld world = Showing(TeamBoard.Of("a..", "...", "..t"));

        StepResult outcome = world.Step(Everywhere(Move.Down), row: 0, Random());

        Assert.Equal(TeamBoard.Of("...", "a..", "..t").Text(), Field(world).Text());
        Assert.Equal(new StepResult(0), outcome);
    }

    [Fact]
    public void EachCaughtTarget_EarnsOne()
    {
        TeamWorld world = Showing(TeamBoard.Of("at..", "ta..", "....", "t..."));

        Assert.Equal(new StepResult(2), world.Step(Everywhere(Move.Noop), row: 0, Random()));
        Assert.Equal(new StepResult(0), world.Step(Everywhere(Move.Down), row: 0, Random()));
        Assert.Equal(1, Field(world).TargetsLeft);
    }

    [Fact]
    public void TheLastCatch_EndsTheEpisode()
    {
        TeamWorld world = Showing(TeamBoard.Of("a.a", ".t."));

        Assert.Equal(new StepResult(1, EpisodeStatus.Terminated), world.Step(Everywhere(Move.Down), row: 0, Random()));
    }

    [Fact]
    public void AnAgentWithoutAMove_IsAnError_AndNothingHappens()
    {
        TeamWorld world = Showing(TeamBoard.Of("a.", ".a"));

        Assert.Contains(
            "agent on cell 9",
            Assert
                .Throws<InvalidOperationException>(() => world.Step(Moves([1, .. Enumerable.Repeat(-1L, 63)], rows: 1), row: 0, Random()))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Equal(TeamBoard.Of("a.", ".a").Text(), Field(world).Text());
    }

    [Fact]
    public void SavedAndLoaded_AnEnvironmentContinuesIdentically()
    {
        using TeamPolicy.Batch batch = new(environments: 1);
        RandomNumbers random = Random();
        TeamWorld world = new(hasAgentMask: true);
        world.Reset(random);
        for (int step = 0; step < 10; step++)
        {
            world.WriteObservation(batch, row: 0);
            TeamWorld copy = new(hasAgentMask: true);
            copy.Reset(random);
            Load(copy, Saved(world));

            TeamPolicy.Actions moves = RandomLegal(batch, random, hasAgentMask: true);
            Assert.Equal(world.Step(moves, row: 0, random), copy.Step(moves, row: 0, random));
            Assert.Equal(Saved(world), Saved(copy));
            Assert.Equal(world.Render(), copy.Render());
        }
    }

    [Fact]
    public void ItsPicture_HasTheBoardAndWhatWasCaught()
    {
        TeamField field = TeamBoard.Of("a.t", "..a", "", "", "", "", ".t", "a");
        field.Do("", "", "", "", "", "", "", "R");
        TeamWorld world = Showing(field);

        string[] lines = Spectre.Console.Markup.Remove(world.Render()).Split('\n');

        Assert.Equal(
        [
            "╭─────────────────╮",
            "│ ● · ◆ · · · · · │",
            "│ · · ● · · · · · │",
            .. Enumerable.Repeat("│ · · · · · · · · │", 4),
            "│ · ◆ · · · · · · │",
            "│ · ● · · · · · · │",
            "╰─────────────────╯",
            "  caught ◆◇◇  step 1 of 40",
        ], lines);
        Assert.Contains("[deepskyblue1]●", world.Render().Split('\n')[1], StringComparison.Ordinal);
        Assert.Contains("[green3]●", world.Render().Split('\n')[2], StringComparison.Ordinal);
    }

    private RandomNumbers Random()
    {
        int seed = System.Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new RandomNumbers(seed, row: 0);
    }

    private static TeamPolicy.Actions Everywhere(Move move) => Moves([.. Enumerable.Repeat((long)move, TeamField.Cells)], rows: 1);

    /// <summary>Random legal moves of all agents, in row 1 of two or in the only row.</summary>
    private static TeamPolicy.Actions RandomLegal(TeamPolicy.Batch batch, RandomNumbers random, bool hasAgentMask)
    {
        int rows = (int)batch.Observation.Map.size(0);
        long[] moves = new long[rows * TeamField.Cells];
        Array.Fill(moves, -1);
        for (int cell = 0; cell < TeamField.Cells; cell++)
        {
            if (batch.MapMask(rows - 1)[cell])
            {
                Span<bool> legal = batch.MovesMask(rows - 1, cell / TeamField.Size, cell % TeamField.Size).Flags;
                int chosen = random.Next(legal.Count(true));
                int move = 0;
                while (!legal[move] || chosen-- > 0)
                {
                    move++;
                }

                moves[((rows - 1) * TeamField.Cells) + cell] = move;
            }
        }

        Assert.Equal(hasAgentMask, moves.AsSpan((rows - 1) * TeamField.Cells).Contains(-1));
        return Moves(moves, rows);
    }

    private static TeamPolicy.Actions Moves(long[] moves, int rows) =>
        new() { Moves = tensor(moves, [rows, TeamField.Size, TeamField.Size]) };

    /// <summary>The field of an environment; both have the same saved state.</summary>
    private static TeamField Field(TeamWorld world)
    {
        TeamField field = new();
        field.Load(new BinaryReader(new MemoryStream(Saved(world))));
        return field;
    }

    private static TeamWorld Showing(TeamField field)
    {
        TeamWorld world = new(hasAgentMask: true);
        using MemoryStream saved = new();
        field.Save(new BinaryWriter(saved));
        Load(world, saved.ToArray());
        return world;
    }

    private static byte[] Saved(TeamWorld world)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }

    private static void Load(TeamWorld world, byte[] saved) => world.Load(new BinaryReader(new MemoryStream(saved)));
}
