using Masking.Training;

namespace Masking.Samples.Delivery;

/// <summary>A reference without a neural network: every vehicle drives to the customer who is most profitable for it.</summary>
public static class GreedyVehicles
{
    /// <summary>Chooses a customer for every vehicle, in their order.</summary>
    /// <param name="map">The map.</param>
    /// <param name="isDistinct">Whether no customer is chosen twice.</param>
    public static int[] Choose(DeliveryMap map, bool isDistinct)
    {
        ArgumentNullException.ThrowIfNull(map);
        List<int> chosen = [];
        for (int vehicle = 0; vehicle < DeliveryMap.Vehicles; vehicle++)
        {
            IEnumerable<int> customers = Enumerable.Range(0, DeliveryMap.Customers).Where(each => !isDistinct || !chosen.Contains(each));
            chosen.Add(customers.MaxBy(customer => map.Profit(vehicle, customer)));
        }

        return [.. chosen];
    }

    /// <summary>Evaluates the reference.</summary>
    /// <param name="isDistinct">Whether no customer is chosen twice.</param>
    /// <param name="episodes">The number of episodes.</param>
    /// <param name="random">The random numbers.</param>
    public static DeliveryResult Evaluate(bool isDistinct, int episodes, RandomNumbers random)
    {
        DeliveryMap map = new();
        JointActions joint = new();
        float[] profits = new float[DeliveryMap.Vehicles];
        double profit = 0;
        for (int episode = 0; episode < episodes; episode++)
        {
            map.Reset(random);
            while (!map.IsOver)
            {
                int[] destinations = Choose(map, isDistinct);
                joint.Add(destinations);
                map.Drive(destinations, profits, random);
                profit += profits.Sum();
            }
        }

        return new DeliveryResult(profit / episodes, joint.ConflictShare);
    }
}
