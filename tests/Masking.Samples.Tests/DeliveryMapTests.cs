using Masking.Samples.Delivery;
using Masking.Training;

namespace Masking.Samples.Tests;

public sealed class DeliveryMapTests(ITestOutputHelper output)
{
    private const float Tolerance = 1e-5f;

    [Fact]
    public void EveryVehicle_EarnsItsParcels_AndPaysForItsWay()
    {
        DeliveryMap map = DeliveryBoard.Corners();

        float[] profits = map.Drive(0, 4, 1, 2);

        // Ways of 3, 7, 7 and 5 cells, to customers with 2, 2, 3 and 1 parcels.
        Assert.Equal([1.4f, 0.6f, 1.6f, 0], profits, (expected, actual) => Math.Abs(expected - actual) < Tolerance);
        Assert.Equal([3, 79, 20, 94], map.VehicleCells.ToArray());
        Assert.Equal(1, map.Rounds);
    }

    [Fact]
    public void WhereSeveralDriveToOneCustomer_OnlyTheNearestDelivers()
    {
        DeliveryMap map = DeliveryBoard.Corners();

        float[] profits = map.Drive(3, 3, 3, 3);

        // Ways of 10, 9, 9 and 8 cells.
        Assert.Equal([-2, -1.8f, -1.8f, 1.4f], profits, (expected, actual) => Math.Abs(expected - actual) < Tolerance);
        Assert.Equal([55, 55, 55, 55], map.VehicleCells.ToArray());
    }

    [Fact]
    public void OfVehiclesThatAreEquallyNear_TheFirstDelivers()
    {
        DeliveryMap map = DeliveryBoard.Corners();

        float[] profits = map.Drive(0, 3, 3, 2);

        Assert.Equal([1.4f, 1.2f, -1.8f, 0], profits, (expected, actual) => Math.Abs(expected - actual) < Tolerance);
    }

    [Fact]
    public void AnEpisode_HasEightRounds()
    {
        DeliveryMap map = DeliveryBoard.Corners();
        for (int round = 0; round < DeliveryMap.EpisodeRounds; round++)
        {
            Assert.False(map.IsOver);
            map.Drive(0, 1, 2, 3);
        }

        Assert.True(map.IsOver);
    }

    [Fact]
    public void TheSameSeed_GivesTheSameEpisode()
    {
        static byte[] Play(int seed)
        {
            RandomNumbers random = new(seed);
            DeliveryMap map = new();
            map.Reset(random);
            map.Drive([0, 1, 2, 3], new float[DeliveryMap.Vehicles], random);
            return DeliveryBoard.Saved(map.Save);
        }

        Assert.Equal(Play(seed: 1), Play(seed: 1));
        Assert.NotEqual(Play(seed: 1), Play(seed: 2));
    }

    /// <summary>Every customer who is chosen gets all parcels once, from whichever vehicle.</summary>
    [Fact]
    public void InAnyPlay_ProfitsAreParcelsMinusWays_AndCustomersAreOnCellsOfTheirOwn()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        RandomNumbers random = new(seed);
        DeliveryMap map = new();
        float[] profits = new float[DeliveryMap.Vehicles];
        HashSet<int> parcelsSeen = [];
        for (int episode = 0; episode < 100; episode++)
        {
            map.Reset(random);
            while (!map.IsOver)
            {
                Customer[] customers = map.Waiting.ToArray();
                Assert.Equal(DeliveryMap.Customers, customers.Select(customer => customer.Cell).Except(map.VehicleCells.ToArray()).Count());
                parcelsSeen.UnionWith(customers.Select(customer => customer.Parcels));

                int[] destinations = [.. profits.Select(_ => random.Next(DeliveryMap.Customers))];
                int parcels = destinations.Distinct().Sum(customer => customers[customer].Parcels);
                int cells = destinations.Select((customer, vehicle) => map.Distance(vehicle, customer)).Sum();
                map.Drive(destinations, profits, random);

                Assert.Equal(parcels - (DeliveryMap.CostPerCell * cells), profits.Sum(), tolerance: 1e-4f);
                Assert.Equal(destinations.Select(customer => customers[customer].Cell), map.VehicleCells.ToArray());
            }
        }

        Assert.Equal([1, 2, 3], parcelsSeen.Order());
    }

    [Fact]
    public void GreedyVehicles_ChooseWhatIsMostProfitableForThem()
    {
        DeliveryMap map = DeliveryBoard.Corners();

        // The first vehicle is 2 cells from three parcels. For the third, these are the most profitable, too: 3 - 1.4.
        Assert.Equal([1, 3, 1, 4], GreedyVehicles.Choose(map, isDistinct: false));
        Assert.Equal([1, 3, 2, 4], GreedyVehicles.Choose(map, isDistinct: true));
    }

    [Fact]
    public void OnlyDistinctGreedyVehicles_AreFreeOfConflicts()
    {
        DeliveryResult distinct = GreedyVehicles.Evaluate(isDistinct: true, episodes: 64, new RandomNumbers(seed: 1));
        DeliveryResult independent = GreedyVehicles.Evaluate(isDistinct: false, episodes: 64, new RandomNumbers(seed: 1));

        Assert.Equal(0, distinct.ConflictShare);
        Assert.InRange(independent.ConflictShare, 0.9, 1);
        Assert.InRange(distinct.Profit, 40, 52);
        Assert.InRange(independent.Profit, -5, 10);
    }
}
