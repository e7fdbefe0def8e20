using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

public sealed class ParallelEnvironmentsTests
{
    [Fact]
    public void APenalty_IsPartOfTheReward_AndNotOfTheReturn()
    {
        using var worlds = SmallTraining.Worlds(count: 1, maze: () => new TMaze(length: 64, limit: 3));
        using DisposeScope scope = NewDisposeScope();
        TMazePolicy.Actions middle = new() { Gate = tensor(new[] { 0L }), Lane = tensor(new[] { (long)Lane.Middle }) };

        for (int step = 1; step <= 3; step++)
        {
            VectorStepResult result = worlds.Step(middle);

            Assert.Equal([TMaze.Penalty], result.Rewards);
            Assert.Equal(step == 3 ? new double[] { 0 } : [], result.FinishedReturns);
        }
    }

    [Fact]
    public void AnEpisodeThatIsOver_IsFollowedByTheNextAtOnce()
    {
        using var worlds = Corridor.Worlds(count: 1);
        VectorStepResult result = worlds.Go(Way.Right);
        while (!result.Dones[0])
        {
            Assert.Empty(result.FinishedReturns);
            result = worlds.Go(Way.Right);
        }

        Assert.Equal((1f, false), (result.Rewards[0], result.Truncated[0]));
        Assert.Equal([1.0], result.FinishedReturns);
        Assert.NotEqual("....o", worlds.Render(0));
        Assert.Equal(ShownPlace(worlds), worlds.Render(0).IndexOf('o', StringComparison.Ordinal));
    }

    [Fact]
    public void ATruncatedEpisode_ShowsItsLastStateUntilItIsReset()
    {
        using var worlds = Corridor.Worlds(count: 1, limit: 1);
        int before = ShownPlace(worlds);
        Way way = before == 0 || before == 1 ? Way.Right : Way.Left;

        VectorStepResult result = worlds.Go(way);

        Assert.Equal((true, true), (result.Dones[0], result.Truncated[0]));
        Assert.Equal([0.0], result.FinishedReturns);
        Assert.Equal(before + (way == Way.Right ? 1 : -1), ShownPlace(worlds));

        string[] beginnings = [.. Enumerable.Range(0, 20).Select(_ =>
        {
            worlds.ResetTruncated();
            string shown = worlds.Render(0);
            worlds.Go(ShownPlace(worlds) < 2 ? Way.Right : Way.Left);
            return shown;
        })];
        Assert.Equal(4, beginnings.Distinct().Count());
        Assert.DoesNotContain("....o", beginnings);
    }

    [Fact]
    public void WhatHappens_IsTheSameOnAnyNumberOfThreads()
    {
        using var alone = Corridor.Worlds(count: 8, threads: 1, work: 20_000);
        using var shared = Corridor.Worlds(count: 8, threads: 4, work: 20_000);
        Random random = new(1);
        for (int step = 0; step < 100; step++)
        {
            Way[] ways = [.. alone.Drawn().Select(drawn => drawn[0] == 'o' || random.Next(2) == 1 ? Way.Right : Way.Left)];

            VectorStepResult first = alone.Go(ways);
            VectorStepResult second = shared.Go(ways);

            Assert.Equal(first.Rewards, second.Rewards);
            Assert.Equal(first.Dones, second.Dones);
            Assert.Equal(first.FinishedReturns, second.FinishedReturns);
            Assert.Equal(alone.Drawn(), shared.Drawn());
            alone.ResetTruncated();
            shared.ResetTruncated();
        }
    }

    [Fact]
    public void SavedAndLoaded_TheyGoOnAlike()
    {
        using var worlds = Corridor.Worlds(count: 4);
        Go(worlds, steps: 5);
        using MemoryStream saved = new();
        worlds.Save(new BinaryWriter(saved));
        saved.Position = 0;
        using var loaded = Corridor.Worlds(count: 4);
        loaded.Load(new BinaryReader(saved));

        Assert.Equal(saved.Length, saved.Position);
        Assert.Equal(worlds.Drawn(), loaded.Drawn());
        Assert.Equal(Numbers(worlds), Numbers(loaded));
        Assert.Equal(Go(worlds, steps: 30), Go(loaded, steps: 30));
    }

    [Fact]
    public void PlayedEpisodes_AreAsManyOfEachRow()
    {
        // Rows that go left are truncated after 8 steps with a return of 0; rows that go right end within 4 steps with a return of 1.
        using var worlds = Corridor.Worlds(count: 3);

        IReadOnlyList<double> returns = Episodes.Returns(
            worlds,
            observation => new CorridorValues.Actions
            {
                Q = tensor(Enumerable.Range(0, 3).Select(row => row == 1 && observation.QMask![row, 0].ToBoolean() ? 0L : 1).ToArray()),
            },
            episodesPerRow: 5);

        Assert.Equal(5, returns.Count(earned => earned == 0));
        Assert.Equal(10, returns.Count(earned => earned == 1));
    }

    [Fact]
    public void Pictures_AreOfAWholeEpisode()
    {
        int moved = 0;
        for (int seed = 1; seed <= 8; seed++)
        {
            using var worlds = Corridor.Worlds(count: 1, seed: seed);
            using var ahead = Corridor.Worlds(count: 1, seed: seed);
            while (!ahead.Go(Way.Right).Dones[0])
            {
            }

            moved += worlds.Render(0) == ahead.Render(0) ? 0 : 1;
            string[] pictures = [.. Episodes.Frames(worlds, _ => new CorridorValues.Actions { Q = tensor(new[] { (long)Way.Right }) })];

            Assert.Equal(ahead.Render(0), pictures[0]);
            Assert.Equal("....o", pictures[^1]);
            Assert.All(pictures.Zip(pictures[1..]), pair => Assert.Equal("." + pair.First.TrimEnd('.'), pair.Second.TrimEnd('.')));
        }

        Assert.InRange(moved, 1, 8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void TheEndOfAnEpisode_IsDrawn_WhereTheRowIsWatched(int limit)
    {
        using var worlds = Corridor.Worlds(count: 2, limit: limit);
        worlds.Render(1);
        VectorStepResult result = worlds.Go(Way.Right, Way.Right);
        while (!result.Dones[1])
        {
            Assert.Null(result.FinalFrames[1]);
            worlds.ResetTruncated();
            result = worlds.Go(Way.Right, Way.Right);
        }

        Assert.Null(result.FinalFrames[0]);
        Assert.Equal(limit == 8, result.FinalFrames[1] == "....o");
        Assert.Contains('o', result.FinalFrames[1]!);
    }

    [Fact]
    public void AnotherNumberOfThem_IsRefused()
    {
        using var worlds = Corridor.Worlds(count: 4);
        using MemoryStream saved = new();
        worlds.Save(new BinaryWriter(saved));
        saved.Position = 0;
        using var others = Corridor.Worlds(count: 5);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => others.Load(new BinaryReader(saved)));

        Assert.Equal("it belongs to another training: expected environments 5, got 4", exception.Message);
    }

    private static string[] Go(IVectorEnvironment<CorridorValues.Observation, CorridorValues.Actions> worlds, int steps)
    {
        List<string> course = [];
        for (int step = 0; step < steps; step++)
        {
            VectorStepResult result = worlds.Go([
                .. worlds.Drawn().Select((drawn, row) => drawn[0] == 'o' || (step + row) % 3 > 0 ? Way.Right : Way.Left),
            ]);
            worlds.ResetTruncated();
            course.Add($"{string.Join(' ', worlds.Drawn())} {string.Join(' ', result.Rewards)} {string.Join(' ', result.FinishedReturns)}");
        }

        return [.. course];
    }

    private static int ShownPlace(IVectorEnvironment<CorridorValues.Observation, CorridorValues.Actions> worlds) =>
        Array.IndexOf(Numbers(worlds), 1f);

    private static float[] Numbers(IVectorEnvironment<CorridorValues.Observation, CorridorValues.Actions> worlds)
    {
        using DisposeScope scope = NewDisposeScope();
        return worlds.Observe().Place.data<float>().ToArray();
    }
}
