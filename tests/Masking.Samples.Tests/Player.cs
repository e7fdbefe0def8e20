using Masking.Samples.QuickStart;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;
using World = Masking.Training.IVectorEnvironment<
    Masking.Samples.QuickStart.HarvestPolicy.Observation,
    Masking.Samples.QuickStart.HarvestPolicy.Actions
>;

namespace Masking.Samples.Tests;

/// <summary>Plays scripted moves in MiniHarvest.</summary>
internal static class Player
{
    /// <summary>Harvest, carry, return, walk back: four steps for two points.</summary>
    public static readonly Order[] OneLoad = [Order.HarvestNorth, Order.MoveSouth, Order.ReturnEast, Order.MoveNorth];

    /// <summary>Creates environments at the beginning of an episode.</summary>
    public static World World(int count, int threads = 1) =>
        ParallelEnvironments.Of(
            new HarvestPolicy.Batch(count),
            batch => batch.Observation,
            Enumerable.Range(0, count).Select(_ => new MiniHarvest()),
            seed: 1,
            threads
        );

    /// <summary>Takes a step with an order for the worker of each environment.</summary>
    public static VectorStepResult Do(this World world, params Order[] orders)
    {
        using DisposeScope scope = NewDisposeScope();
        return world.Step(
            new HarvestPolicy.Actions
            {
                Source = tensor(Enumerable.Range(0, world.Count).Select(environment => (long)world.WorkerCell(environment)).ToArray()),
                Order = tensor(orders.Select(order => (long)order).ToArray()),
            }
        );
    }

    /// <summary>The cell of the worker in the observation, counted row by row.</summary>
    public static int WorkerCell(this World world, int environment = 0) => Array.IndexOf(world.Plane(4, environment), 1f);

    /// <summary>Row and column of the worker.</summary>
    public static (int Row, int Column) WorkerAt(this World world) => Math.DivRem(world.WorkerCell(), MiniHarvest.Size);

    /// <summary>Whether the worker carries a resource in the observation.</summary>
    public static bool IsCarrying(this World world) => world.Plane(5).Contains(1f);

    /// <summary>One plane of the observation, row by row.</summary>
    public static float[] Plane(this World world, int plane, int environment = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        return world.Observe().Map[environment][plane].contiguous().data<float>().ToArray();
    }

    /// <summary>All planes of the observation.</summary>
    public static float[] Board(this World world, int environment)
    {
        using DisposeScope scope = NewDisposeScope();
        return world.Observe().Map[environment].contiguous().data<float>().ToArray();
    }

    /// <summary>The orders that the mask allows.</summary>
    public static Order[] LegalOrders(this World world, int environment = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        bool[] mask = world.Observe().OrderMask![environment].data<bool>().ToArray();
        return [.. Enum.GetValues<Order>().Where(order => mask[(int)order])];
    }
}
