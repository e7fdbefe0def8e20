using Masking.Samples.QuickStart;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;
using World = Masking.Training.IVectorEnvironment<
    Masking.Samples.QuickStart.HarvestPolicy.Observation,
    Masking.Samples.QuickStart.HarvestPolicy.Actions
>;

namespace Masking.Samples.Tests;

public sealed class MiniHarvestTests
{
    [Fact]
    public void ANewEpisode_ShowsTheBoard()
    {
        using World world = Player.World(count: 2);

        Assert.Equal([0], Cells(world, plane: 0));
        Assert.Equal([17], Cells(world, plane: 1));
        Assert.Equal([62], Cells(world, plane: 2));
        Assert.Equal([63], Cells(world, plane: 3));
        Assert.Equal([8], Cells(world, plane: 4));
        Assert.Empty(Cells(world, plane: 5));
    }

    [Theory]
    [InlineData(Order.Noop, 3, 3)]
    [InlineData(Order.MoveNorth, 2, 3)]
    [InlineData(Order.MoveEast, 3, 4)]
    [InlineData(Order.MoveSouth, 4, 3)]
    [InlineData(Order.MoveWest, 3, 2)]
    [InlineData(Order.HarvestNorth, 3, 3)]
    [InlineData(Order.HarvestEast, 3, 3)]
    [InlineData(Order.HarvestSouth, 3, 3)]
    [InlineData(Order.HarvestWest, 3, 3)]
    [InlineData(Order.ReturnNorth, 3, 3)]
    [InlineData(Order.ReturnEast, 3, 3)]
    [InlineData(Order.ReturnSouth, 3, 3)]
    [InlineData(Order.ReturnWest, 3, 3)]
    public void OnAFreeField_OnlyMovesMove(Order order, int row, int column)
    {
        using World world = Player.World(count: 1);
        Walk(world, Order.MoveSouth, Order.MoveSouth, Order.MoveEast, Order.MoveEast, Order.MoveEast);
        Assert.Equal((3, 3), world.WorkerAt());

        float reward = world.Do(order).Rewards[0];

        Assert.Equal((row, column), world.WorkerAt());
        Assert.Equal(0, reward);
        Assert.False(world.IsCarrying());
    }

    [Theory]
    [InlineData(Order.HarvestNorth)]
    [InlineData(Order.HarvestWest, Order.MoveEast, Order.MoveNorth)]
    public void Harvesting_FillsTheHandsOnce(Order harvest, params Order[] way)
    {
        using World world = Player.World(count: 1);
        Walk(world, way);

        Assert.Contains(harvest, world.LegalOrders());
        Assert.Equal(1, world.Do(harvest).Rewards[0]);
        Assert.True(world.IsCarrying());
        Assert.DoesNotContain(harvest, world.LegalOrders());
        Assert.Equal(0, world.Do(harvest).Rewards[0]);
        Assert.True(world.IsCarrying());
    }

    [Theory]
    [InlineData(Order.ReturnEast, Order.MoveSouth)]
    [InlineData(Order.ReturnSouth, Order.MoveEast)]
    [InlineData(Order.ReturnWest, Order.MoveEast, Order.MoveEast, Order.MoveSouth)]
    [InlineData(Order.ReturnNorth, Order.MoveSouth, Order.MoveSouth, Order.MoveEast)]
    public void Returning_EmptiesTheHandsOnce(Order order, params Order[] way)
    {
        using World world = Player.World(count: 1);
        Walk(world, way);
        Assert.DoesNotContain(order, world.LegalOrders());
        Assert.Equal(0, world.Do(order).Rewards[0]);

        using World loaded = Player.World(count: 1);
        Walk(loaded, [Order.HarvestNorth, .. way]);
        Assert.Contains(order, loaded.LegalOrders());
        Assert.Equal(1, loaded.Do(order).Rewards[0]);
        Assert.False(loaded.IsCarrying());
        Assert.DoesNotContain(order, loaded.LegalOrders());
    }

    [Fact]
    public void NothingIsWalkedOver()
    {
        using World world = Player.World(count: 1);
        Assert.Equal([Order.Noop, Order.MoveEast, Order.MoveSouth, Order.HarvestNorth], world.LegalOrders());

        Walk(world, Order.MoveSouth);
        Assert.Equal([Order.Noop, Order.MoveNorth, Order.MoveSouth], world.LegalOrders());

        Walk(world, Order.MoveSouth, Order.MoveEast);
        Assert.Equal([Order.Noop, Order.MoveEast, Order.MoveSouth, Order.MoveWest], world.LegalOrders());

        Walk(world, [.. Enumerable.Repeat(Order.MoveSouth, 4), .. Enumerable.Repeat(Order.MoveEast, 4)]);
        Assert.Equal((7, 5), world.WorkerAt());
        Assert.Equal([Order.Noop, Order.MoveNorth, Order.MoveWest], world.LegalOrders());

        Walk(world, Order.MoveNorth, Order.MoveEast, Order.MoveEast);
        Assert.Equal((6, 7), world.WorkerAt());
        Assert.Equal([Order.Noop, Order.MoveNorth, Order.MoveWest], world.LegalOrders());
    }

    [Fact]
    public void TheOrderMask_AllowsNoopAndExactlyWhatChangesSomething()
    {
        Order[] all = Enum.GetValues<Order>();
        Random random = new(1);
        HashSet<Order> seen = [];
        for (int trial = 0; trial < 400; trial++)
        {
            // One environment for each order, all in the same state.
            using World world = Player.World(all.Length);
            for (int step = random.Next(HarvestField.EpisodeSteps - 1); step > 0; step--)
            {
                Order[] legal = world.LegalOrders();
                world.Do([.. Enumerable.Repeat(legal[random.Next(legal.Length)], all.Length)]);
            }

            Order[] allowed = world.LegalOrders();
            float[] before = world.Board(0);
            VectorStepResult result = world.Do(all);
            Order[] effective =
            [
                .. all.Where((order, i) => order == Order.Noop || result.Rewards[i] != 0 || !world.Board(i).SequenceEqual(before)),
            ];

            Assert.Equal(effective, allowed);
            seen.UnionWith(allowed);
        }

        // The resource is in a corner, so harvesting to the east or to the south is never legal.
        Assert.Equal([Order.HarvestEast, Order.HarvestSouth], all.Except(seen));
    }

    [Fact]
    public void TheSourceMask_AllowsTheWorkersCellAlone()
    {
        using World world = Player.World(count: 2);
        using DisposeScope scope = NewDisposeScope();
        world.Do(Order.MoveEast, Order.MoveSouth);

        Tensor mask = world.Observe().SourceMask!;

        Assert.Equal([2L, 8, 8], mask.shape);
        Assert.Equal(2, mask.sum().ToInt32());
        Assert.True(mask[0, 1, 1].ToBoolean());
        Assert.True(mask[1, 2, 0].ToBoolean());
    }

    [Fact]
    public void AnyOtherSource_DoesNothing()
    {
        using World world = Player.World(count: 1);
        for (long cell = 0; cell < 64; cell++)
        {
            using DisposeScope scope = NewDisposeScope();
            VectorStepResult result = world.Step(
                new HarvestPolicy.Actions { Source = tensor(new[] { cell }), Order = tensor(new[] { (long)Order.HarvestNorth }) }
            );

            Assert.Equal(cell == 8 ? 1 : 0, result.Rewards[0]);
        }
    }

    [Fact]
    public void APerfectWorker_EarnsTheBestReturn()
    {
        using World world = Player.World(count: 1);
        for (int episode = 0; episode < 2; episode++)
        {
            for (int step = 0; step < HarvestField.EpisodeSteps; step++)
            {
                VectorStepResult result = world.Do(Player.OneLoad[step % Player.OneLoad.Length]);

                bool last = step == HarvestField.EpisodeSteps - 1;
                Assert.Equal(last, result.Dones[0]);
                Assert.Equal(last ? [HarvestField.BestReturn] : [], result.FinishedReturns);
            }
        }
    }

    [Fact]
    public void TheEndOfAnEpisode_PutsEverythingBack()
    {
        using World world = Player.World(count: 1);
        float[] beginning = world.Board(0);
        world.Do(Order.HarvestNorth);
        for (int step = 1; step < HarvestField.EpisodeSteps; step++)
        {
            world.Do(Order.MoveEast);
        }

        Assert.Equal(beginning, world.Board(0));
        Assert.Contains(Order.HarvestNorth, world.LegalOrders());
    }

    private static void Walk(World world, params Order[] way)
    {
        foreach (Order order in way)
        {
            world.Do(order);
        }
    }

    private static int[] Cells(World world, int plane)
    {
        float[] shown = world.Plane(plane);
        return [.. Enumerable.Range(0, shown.Length).Where(cell => shown[cell] == 1)];
    }
}
