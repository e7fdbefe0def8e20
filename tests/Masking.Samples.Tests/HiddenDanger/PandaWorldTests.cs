using Masking.Samples.HiddenDanger;
using Masking.Training;

namespace Masking.Samples.Tests;

public sealed class PandaWorldTests
{
    private static readonly Direction[] Directions = Enum.GetValues<Direction>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheMasks_AllowWhereThePandaCanGo_AndWhatItSees(int seed)
    {
        using PandaPolicy.Batch batch = new(environments: 2, Board.Entities);
        PandaWorld world = new(isMasked: true);
        RandomNumbers numbers = new(seed, row: 0);
        Random random = new(seed);
        int hidden = 0;
        for (int episode = 0; episode < 40; episode++)
        {
            world.Reset(numbers);
            bool goesOn = true;
            while (goesOn)
            {
                world.WriteObservation(batch, row: 1);
                foreach (Direction direction in Directions)
                {
                    PandaWorld copy = Copy(world);
                    copy.Move(direction);
                    Assert.Equal(copy.Board.PlaceOf(0) != world.Board.PlaceOf(0), batch.WayMask(1)[direction]);
                }

                bool[] seen = [.. Enumerable.Range(0, Board.Entities).Select(world.Board.Sees)];
                Assert.Equal(seen, batch.EntitiesMask(1));
                hidden += seen.Count(each => !each);
                goesOn = world.Move(Directions[random.Next(Directions.Length)]).Status == EpisodeStatus.Running;
            }
        }

        Assert.InRange(hidden, 500, int.MaxValue);
    }

    [Fact]
    public void WithoutTheMask_EverythingElseIsTheSame()
    {
        using PandaPolicy.Batch masked = new(environments: 1, Board.Entities);
        using PandaPolicy.Batch unmasked = new(environments: 1, Board.Entities);
        foreach ((bool isMasked, PandaPolicy.Batch batch) in new[] { (true, masked), (false, unmasked) })
        {
            PandaWorld world = new(isMasked);
            Scene.Play(world);
            world.WriteObservation(batch, row: 0);
        }

        for (int entity = 0; entity < Board.Entities; entity++)
        {
            Assert.Equal(masked.Entities(0, entity), unmasked.Entities(0, entity));
        }

        Assert.Equal(masked.Truth(0), unmasked.Truth(0));
        Assert.Equal(masked.WayMask(0).Flags, unmasked.WayMask(0).Flags);
        Assert.Equal([true, true, false, false, true, true, true], masked.EntitiesMask(0));
        Assert.Equal([true, true, true, true, true, true, true], unmasked.EntitiesMask(0));
    }

    [Fact]
    public void OutOfSight_ARecordStaysAsItWas_InTheNextEpisodeToo()
    {
        PandaWorld world = new(isMasked: true);
        Assert.All(Enumerable.Range(0, Board.Entities), entity => Assert.Null(world.Sightings[entity]));

        Scene.Play(world);

        // The dragon was seen two steps ago, two rows to the north. The scorpion was seen next to the panda in the previous episode.
        Assert.Equal(
            [new(4, 2), new(-4, 1), new(-1, 0), new(-2, 0), new(-1, -1), new(-1, 1), new(1, -1)],
            Enumerable.Range(0, Board.Entities).Select(entity => world.Sightings[entity]!.Value)
        );
        Assert.Equal(new Cell(2, 2), world.Sightings.PlaceOf(world.Board, (int)Kind.Dragon));
        Assert.Equal(new Cell(2, 0), world.Board.PlaceOf((int)Kind.Dragon));
        Assert.Equal(new Cell(-2, -2), Sightings.CurrentRecord(world.Board, (int)Kind.Dragon));
    }

    [Fact]
    public void ARecord_IsThreeOnes()
    {
        using PandaPolicy.Batch batch = new(environments: 1, Board.Entities);
        PandaWorld world = new(isMasked: true);
        Scene.Play(world);
        world.WriteObservation(batch, row: 0);

        Assert.Equal([0, 5 + 9, 16 + 7], Ones(batch.Entities(0, 0)));
        Assert.Equal([3, 5 + 3, 16 + 5], Ones(batch.Entities(0, 3)));
        Assert.Equal([3, 5 + 3, 16 + 3], Ones(batch.Truth(0).Slice(3 * Features.Count, Features.Count)));
        Assert.Equal([4, 5 + 6, 16 + 4], Ones(batch.Entities(0, 6)));
    }

    [Fact]
    public void Loaded_ItContinuesIdentically()
    {
        RandomNumbers numbers = new(seed: 5, row: 0);
        PandaWorld world = new(isMasked: true);
        world.Reset(numbers);
        world.Move(Direction.North);
        world.Reset(numbers);
        world.Move(Direction.South);

        PandaWorld copy = Copy(world);

        Assert.Equal(Shown(world), Shown(copy));
        Assert.Equal(1, copy.Board.Steps);
        foreach (Direction direction in Directions)
        {
            Assert.Equal(world.Move(direction), copy.Move(direction));
            Assert.Equal(Shown(world), Shown(copy));
        }
    }

    [Fact]
    public void Drawn_TheHiddenIsInTheDark_WithAGhostWhereTheBufferHasIt()
    {
        PandaWorld world = new(isMasked: true);
        Scene.Play(world);

        string[] lines = world.Render().Split('\n');

        Assert.Equal(7, lines.Length);
        Assert.Equal(
            ["   .  .  W      ", "   .  .  .      ", "D     d     S   ", "   T  s  T     .", ".  .  P  .  .  .", "   T  .  .  .  ."],
            lines[..6].Select(line => string.Join("  ", Cells(line).Select(cell => cell == '·' ? '.' : cell))));
        Assert.Contains("[grey42 on grey7] D [/]", lines[2], StringComparison.Ordinal);
        Assert.Contains("[bold white on grey23] P [/]", lines[4], StringComparison.Ordinal);
        Assert.Equal("step  2 of 40   hidden: scorpion, dragon", lines[6]);
    }

    private static int[] Ones(ReadOnlySpan<float> numbers)
    {
        float[] all = numbers.ToArray();
        Assert.Equal(3, all.Sum());
        return [.. Enumerable.Range(0, all.Length).Where(place => all[place] == 1)];
    }

    private static IEnumerable<char> Cells(string line) => line.Split("[/]")[..^1].Select(cell => cell[^2]);

    private static float[] Shown(PandaWorld world)
    {
        using PandaPolicy.Batch batch = new(environments: 1, Board.Entities);
        world.WriteObservation(batch, row: 0);
        return
        [
            .. batch.Truth(0),
            .. Enumerable.Range(0, Board.Entities).SelectMany(entity => batch.Entities(0, entity).ToArray()),
            .. batch.EntitiesMask(0).ToArray().Select(each => each ? 1f : 0),
            .. batch.WayMask(0).Flags.ToArray().Select(each => each ? 1f : 0),
        ];
    }

    private static PandaWorld Copy(PandaWorld world)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        saved.Position = 0;
        PandaWorld copy = new(isMasked: true);
        copy.Load(new BinaryReader(saved));
        return copy;
    }
}
