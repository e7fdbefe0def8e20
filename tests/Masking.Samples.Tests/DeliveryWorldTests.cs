using Masking.Samples.Delivery;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class DeliveryWorldTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void TheObservation_IsTheMap_InBothBatches()
    {
        using DistinctPolicy.Batch distinct = new(environments: 2, DeliveryMap.Vehicles, DeliveryMap.Customers);
        using IndependentPolicy.Batch independent = new(environments: 2, DeliveryMap.Vehicles, DeliveryMap.Customers);
        DeliveryWorld world = Corners();

        world.WriteObservation(distinct, row: 1);
        world.WriteObservation(independent, row: 1);

        Assert.Equal([1, 0, 0, 0, 1, 0], distinct.Vehicles(1, 2).ToArray());
        Assert.Equal(
            [2 / 9f, 0, 1, 16 / 18f, 7 / 18f, 11 / 18f, 2 / 18f],
            distinct.Customers(1, 1).ToArray(),
            (expected, actual) => Math.Abs(expected - actual) < 1e-6f);
        Assert.DoesNotContain(false, distinct.VehiclesMask(1).ToArray());
        Assert.DoesNotContain(false, distinct.CustomersMask(1).ToArray());
        Assert.DoesNotContain(true, distinct.CustomersMask(0).ToArray());
        Assert.True(distinct.Observation.Vehicles.equal(independent.Observation.Vehicles).all().item<bool>());
        Assert.True(distinct.Observation.Customers.equal(independent.Observation.Customers).all().item<bool>());
        Assert.True(independent.Observation.CustomersMask.equal(distinct.Observation.CustomersMask).all().item<bool>());
    }

    [Fact]
    public void EveryVehicle_IsRewardedByItsProfit()
    {
        DistinctPolicy.Actions actions = new() { Destination = tensor(new long[,] { { 5, 5, 5, 5 }, { 0, 4, 1, 2 } }) };

        StepResult result = Corners().Step(actions, row: 1, new RandomNumbers(seed: 1));

        Assert.Equal([1.4f, 0.6f, 1.6f, 0], result.ActorRewards.ToArray(), (expected, actual) => Math.Abs(expected - actual) < 1e-5f);
        Assert.Equal(3.6f, result.Reward, tolerance: 1e-5f);
        Assert.Equal(EpisodeStatus.Running, result.Status);
    }

    /// <summary>The policies are untrained, so independent choices often coincide.</summary>
    [Fact]
    public void OnlyTheDistinctPolicy_NeverChoosesACustomerForTwoVehicles()
    {
        manual_seed(1);
        using DistinctPolicy distinct = new();
        using IndependentPolicy independent = new();
        using DistinctPolicy.Batch distinctBatch = new(environments: 64, DeliveryMap.Vehicles, DeliveryMap.Customers);
        using IndependentPolicy.Batch independentBatch = new(environments: 64, DeliveryMap.Vehicles, DeliveryMap.Customers);
        for (int row = 0; row < 64; row++)
        {
            DeliveryWorld world = new();
            world.Reset(new RandomNumbers(seed: 1, row));
            world.WriteObservation(distinctBatch, row);
            world.WriteObservation(independentBatch, row);
        }

        RandomStream stream = new(seed: 1);
        Assert.Equal(0, Conflicts(distinct.Act(distinctBatch.Observation, stream).Actions.Destination));
        Assert.Equal(0, Conflicts(distinct.ActGreedily(distinctBatch.Observation).Actions.Destination));
        Assert.InRange(Conflicts(independent.Act(independentBatch.Observation, stream).Actions.Destination), 20, 64);
    }

    [Fact]
    public void AVehicleWithoutACustomer_IsAnError()
    {
        DistinctPolicy.Actions actions = new() { Destination = tensor(new long[,] { { 0, 1, -1, 2 } }) };

        Assert.Contains(
            "expected a customer for vehicle 2, got none",
            Assert.Throws<InvalidOperationException>(() => Corners().Step(actions, row: 0, new RandomNumbers(seed: 1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void SavedAndLoaded_AnEnvironmentContinuesIdentically()
    {
        IndependentPolicy.Actions actions = new() { Destination = tensor(new long[,] { { 0, 3, 3, 2 } }) };
        RandomNumbers random = new(seed: 1);
        RandomNumbers sameRandom = new(seed: 1);
        DeliveryWorld world = Corners();
        for (int round = 0; round < DeliveryMap.EpisodeRounds; round++)
        {
            DeliveryWorld copy = new();
            copy.Load(DeliveryBoard.Reader(DeliveryBoard.Saved(world.Save)));

            StepResult result = world.Step(actions, row: 0, random);
            StepResult same = copy.Step(actions, row: 0, sameRandom);

            Assert.Equal(result.ActorRewards.ToArray(), same.ActorRewards.ToArray());
            Assert.Equal(round == DeliveryMap.EpisodeRounds - 1 ? EpisodeStatus.Terminated : EpisodeStatus.Running, result.Status);
            Assert.Equal(DeliveryBoard.Saved(world.Save), DeliveryBoard.Saved(copy.Save));
        }
    }

    [Fact]
    public void AStateThatNoEpisodeReaches_IsRefused()
    {
        DeliveryMap map = new();
        map.Place([0, 9, 90, 99], [new(3, 2), new(3, 3), new(94, 1), new(55, 3), new(79, 2), new(44, 1)]);

        Assert.Contains(
            "expected every customer on a cell of its own",
            Assert.Throws<CheckpointException>(
                () => new DeliveryWorld().Load(DeliveryBoard.Reader(DeliveryBoard.Saved(map.Save)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ItsPicture_HasTheMap_AndTheProfitsOfTheLastRound()
    {
        string picture = DeliveryPicture.Draw(DeliveryBoard.Corners(), [1.4f, 0.6f, -1.8f, 0]);

        Assert.Equal(
        [
            "╭─────────────────────╮",
            "│ A · · 2 · · · · · B │",
            "│ · · · · · · · · · · │",
            "│ 3 · · · · · · · · · │",
            "│ · · · · · · · · · · │",
            "│ · · · · 1 · · · · · │",
            "│ · · · · · 3 · · · · │",
            "│ · · · · · · · · · · │",
            "│ · · · · · · · · · 2 │",
            "│ · · · · · · · · · · │",
            "│ C · · · 1 · · · · D │",
            "╰─────────────────────╯",
            "  round 0 of 8",
            "  A  1.4  B  0.6  C -1.8  D  0.0",
        ], Spectre.Console.Markup.Remove(picture).Split('\n'));
    }

    private static int Conflicts(Tensor destinations) =>
        destinations.data<long>().ToArray().Chunk(DeliveryMap.Vehicles).Count(row => row.Distinct().Count() < row.Length);

    private static DeliveryWorld Corners()
    {
        DeliveryWorld world = new();
        world.Load(DeliveryBoard.Reader(DeliveryBoard.Saved(DeliveryBoard.Corners().Save)));
        return world;
    }
}
