using Masking.Samples.QuickStart;
using Masking.Samples.Training;
using TorchSharp;
using static TorchSharp.torch;
using World = Masking.Samples.Training.IEnvironments<
    Masking.Samples.QuickStart.HarvestPolicy.Observation,
    Masking.Samples.QuickStart.HarvestPolicy.Actions
>;

namespace Masking.Samples.Tests;

/// <summary>Plays MiniHarvest by hand.</summary>
internal static class Player
{
    /// <summary>Harvest, carry, return, walk back: four steps for two points.</summary>
    public static readonly Order[] OneLoad = [Order.HarvestNorth, Order.MoveSouth, Order.ReturnEast, Order.MoveNorth];

    /// <summary>Worlds that are at the beginning of an episode.</summary>
    public static World World(int count, int threads = 1) =>
        ParallelEnvironments.Of(
            new HarvestPolicy.Batch(count),
            batch => batch.Observation,
            Enumerable.Range(0, count).Select(_ => new MiniHarvest()),
            seed: 1,
            threads
        );

    /// <summary>Gives each environment's worker its order.</summary>
    public static StepResult Do(this World world, params Order[] orders)
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

    /// <summary>The cell, counted row by row, on which the worker is shown.</summary>
    public static int WorkerCell(this World world, int environment = 0) => Array.IndexOf(world.Plane(4, environment), 1f);

    /// <summary>Row and column of the worker.</summary>
    public static (int Row, int Column) WorkerAt(this World world) => Math.DivRem(world.WorkerCell(), MiniHarvest.Size);

    /// <summary>Whether the worker is shown with full hands.</summary>
    public static bool IsCarrying(this World world) => world.Plane(5).Contains(1f);

    /// <summary>One plane of what is shown, row by row.</summary>
    public static float[] Plane(this World world, int plane, int environment = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        return world.Observe().Map[environment][plane].contiguous().data<float>().ToArray();
    }

    /// <summary>All planes of what is shown.</summary>
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
