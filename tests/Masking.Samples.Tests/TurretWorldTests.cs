using Masking.Samples.Turret;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class TurretWorldTests(ITestOutputHelper output) : IDisposable
{
    private static readonly Variant Masked = new(IsMasked: true, MissCost: 0.02f);
    private static readonly Variant Clamped = new(IsMasked: false, MissCost: 0.02f);

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    /// <summary>The policy is untrained: it chooses angles from the whole interval that it knows.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheMask_KeepsEveryAngleLegal_AndWithoutItMostAreNot(bool isMasked)
    {
        int seed = System.Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        manual_seed(seed);
        using TurretPolicy policy = new();
        using TurretPolicy.Batch batch = new(environments: 2);
        RandomNumbers random = new(seed);
        RandomStream stream = new(seed);
        TurretWorld world = new(isMasked ? Masked : Clamped);
        world.Reset(random);
        (int shots, int illegal) = (0, 0);
        for (int step = 0; step < 600; step++)
        {
            world.WriteObservation(batch, row: 1);
            Arc? legal = world.Field.Arc;
            Assert.All(Enum.GetValues<Order>(), order => Assert.Equal(world.Field.IsLegal(order), batch.CommandMask(1)[order]));
            RangeSpan range = batch.AngleRange(1);
            (float Low, float High) expected = !isMasked ? (-180, 180) : legal is { } ends ? (ends.Low, ends.High) : (180, -180);
            Assert.Equal(expected, (range.Low, range.High));

            using Step<TurretPolicy.Actions> act = policy.Act(batch.Observation, stream);
            float? angle = act.Actions.AngleAt(1);
            Assert.Equal(act.Actions.CommandAt(1) == Order.Shoot, angle is not null);
            shots += angle is null ? 0 : 1;
            illegal += angle is { } chosen && !legal!.Value.Contains(chosen) ? 1 : 0;
            if (world.Step(act.Actions, row: 1, random).Status != EpisodeStatus.Running)
            {
                world.Reset(random);
            }
        }

        Assert.InRange(shots, 20, 600);
        Assert.InRange(illegal, isMasked ? 0 : shots / 3, isMasked ? 0 : shots);
    }

    [Fact]
    public void TheObservation_IsTheViewFromTheTank()
    {
        using TurretPolicy.Batch batch = new(environments: 1);
        TurretWorld world = At(new Cell(4, 4), Heading.East, new Cell(5, 6));

        world.WriteObservation(batch, row: 0);

        float[] view = batch.View(0).ToArray();
        string[] walls = [.. view[..25].Chunk(5).Select(row => new string([.. row.Select(wall => wall == 1 ? '#' : '.')]))];
        Assert.Equal(
        [
            ".#..#",
            ".....",
            "#....",
            "#.##.",
            ".....",
        ], walls);
        Assert.Equal(Math.Atan2(1, 2) / Math.PI, view[25], 1e-6);
        Assert.Equal([0.25f, 0.125f, 1], view[26..]);
    }

    [Fact]
    public void StepsAndMisses_Cost_AndAHitEndsTheEpisode()
    {
        TurretWorld world = At(new Cell(0, 0), Heading.East, new Cell(0, 3));
        Assert.Equal(new StepResult(1, EpisodeStatus.Terminated), world.Step(Shot(0), row: 0, Random()));

        world = At(new Cell(0, 0), Heading.East, new Cell(0, 3));
        Assert.Equal(new StepResult(-(0.01f + 0.02f)), world.Step(Shot(20), row: 0, Random()));
        Assert.Equal(new StepResult(-0.01f), world.Step(Drive(Order.Wait), row: 0, Random()));
    }

    [Fact]
    public void AfterThirtySteps_TheTimeIsUp()
    {
        TurretWorld world = At(new Cell(0, 0), Heading.East, new Cell(7, 0));
        RandomNumbers random = Random();
        for (int step = 1; step < Battlefield.MaxSteps; step++)
        {
            Assert.Equal(EpisodeStatus.Running, world.Step(Drive(Order.Wait), row: 0, random).Status);
        }

        Assert.Equal(EpisodeStatus.Truncated, world.Step(Drive(Order.Wait), row: 0, random).Status);
    }

    [Theory]
    [InlineData(Order.Shoot)]
    [InlineData(Order.Left)]
    public void AnOrderThatTheMaskForbids_IsAnError_AndNothingHappens(Order order)
    {
        TurretWorld world = At(new Cell(0, 0), Heading.East, new Cell(0, 3));

        string message = Assert.Throws<ArgumentException>(() => world.Step(Drive(order), row: 0, Random())).Message;

        Assert.Contains("pass the actions for the observation", message, StringComparison.Ordinal);
        Assert.Equal(0, world.Field.Steps);
    }

    [Fact]
    public void SavedAndLoaded_AnEnvironmentContinuesIdentically()
    {
        RandomNumbers random = Random();
        TurretWorld world = new(Clamped);
        world.Reset(random);
        for (int step = 0; step < Battlefield.MaxSteps; step++)
        {
            TurretWorld copy = new(Clamped);
            copy.Reset(random);
            copy.Load(new BinaryReader(new MemoryStream(Saved(world))));
            Assert.Equal(Saved(world), Saved(copy));
            Assert.Equal(world.Render(), copy.Render());

            int seed = random.Next(1000);
            TurretPolicy.Actions actions = world.Field.Arc is null || step % 2 == 0 ? Drive(Order.Wait) : Shot(170);
            StepResult result = world.Step(actions, row: 0, new RandomNumbers(seed));
            Assert.Equal(result, copy.Step(actions, row: 0, new RandomNumbers(seed)));
            Assert.Equal(world.Render(), copy.Render());
            if (result.Status != EpisodeStatus.Running)
            {
                return;
            }
        }
    }

    [Fact]
    public void ItsPicture_HasTheFieldOfFire_AndTheShot()
    {
        TurretWorld world = At(new Cell(0, 0), Heading.East, new Cell(0, 3));
        world.Step(Shot(-90), row: 0, Random());
        string picture = world.Render();
        string[] lines = Spectre.Console.Markup.Remove(picture).Split('\n');

        Assert.Equal("╭────────────────────────╮", lines[0]);
        Assert.Equal("│ ·  ·  · ███ ·  ·  ·  · │", lines[8]);
        Assert.Equal("╰────────────────────────╯", lines[9]);
        Assert.StartsWith("│ ►  ", lines[1], StringComparison.Ordinal);
        Assert.Equal(["legal angles -30° to 30°", "shot -90°, clamped to -30°: miss", "step 1 of 30"], lines[10..]);
        Assert.Contains(" on grey27]", picture.Split('\n')[1], StringComparison.Ordinal);
        Assert.DoesNotContain(" on grey27]", picture.Split('\n')[5], StringComparison.Ordinal);

        world = At(new Cell(0, 0), Heading.East, new Cell(0, 3));
        Assert.Contains("legal angles -30° to 30°\nshot none", world.Render(), StringComparison.Ordinal);
        world.Step(Shot(1), row: 0, Random());
        Assert.StartsWith("│ ►  •  •  ✸ ███", Spectre.Console.Markup.Remove(world.Render()).Split('\n')[1], StringComparison.Ordinal);
        Assert.Contains("shot 1°: hit", world.Render(), StringComparison.Ordinal);
    }

    private RandomNumbers Random()
    {
        int seed = System.Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new RandomNumbers(seed, row: 0);
    }

    private static TurretWorld At(Cell tank, Heading heading, Cell target)
    {
        TurretWorld world = new(Clamped);
        world.Field.Place(tank, heading, target);
        return world;
    }

    private static TurretPolicy.Actions Shot(float angle) =>
        new() { Command = tensor(new[] { (long)Order.Shoot }), Angle = tensor(new[] { angle }) };

    private static TurretPolicy.Actions Drive(Order order) =>
        new() { Command = tensor(new[] { (long)order }), Angle = tensor(new[] { float.NaN }) };

    private static byte[] Saved(TurretWorld world)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }
}
