using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>All declared networks of action values, by name, and random observations for them.</summary>
internal static class ValueNetworks
{
    public static TheoryData<string> Names => [nameof(FerryValues), nameof(HerdValues), nameof(PatrolValues)];

    /// <summary>Creates a network with random parameters.</summary>
    public static ValueSubject Make(string name, ScalarType precision = ScalarType.Float32, int seed = 1)
    {
        ValueSubject network = name switch
        {
            nameof(FerryValues) => Ferry(new FerryValues()),
            nameof(HerdValues) => Herd(new HerdValues()),
            _ => Patrol(new PatrolValues()),
        };
        Weights.Randomise(network.Module, seed);
        network.Module.to(precision);
        return network;
    }

    /// <summary>Creates the tensors of a random observation, in the order of the declaration.</summary>
    public static Tensor?[] Observe(this ValueSubject network, BatchOptions options)
    {
        Random random = new(options.Seed);
        long[] sizes =
        [
            .. Enumerable
                .Range(0, network.Axes)
                .Select(axis => (long)random.Next(network.Axes == 2 ? 1 : options.MinSlots, Math.Max(1, options.Slots) + 1)),
        ];
        long[] actors = [options.Batch, .. sizes];
        long[] dense = network.Axes switch
        {
            0 => [options.Batch, 4],
            1 => [.. actors, 3],
            _ => [options.Batch, 2, .. sizes],
        };
        Tensor features = tensor(Draw(dense, () => (2 * random.NextDouble()) - 1)).reshape(dense).to(network.Parameter("bias").dtype);
        Tensor? mask = random.NextDouble() < options.NullMasks ? null : Bits([.. actors, network.Choices], options.Legal);
        return network.Axes == 0 ? [features, mask] : [features, Bits(actors, options.Presence), mask];

        Tensor Bits(long[] shape, double probability) => Observing.Mask(Draw(shape, () => random.NextDouble() < probability), shape);
    }

    private static ValueSubject Ferry(FerryValues network) =>
        new ValueSubject<FerryValues.Observation, FerryValues.Actions, FerryValues.Values>(network, nameof(FerryValues.Next), 3, Axes: 0)
        {
            Features = observation => network.Core.forward(network.Sea.forward(observation[0]!)),
        };

    private static ValueSubject Herd(HerdValues network) =>
        new ValueSubject<HerdValues.Observation, HerdValues.Actions, HerdValues.Values>(network, nameof(HerdValues.Steps), 4, Axes: 1)
        {
            Features = observation =>
            {
                EntityEncoding sheep = network.Sheep.forward(observation[0]!, observation[1]!, null);
                return Joined(sheep.Entities, network.Core.forward(sheep.Pooled));
            },
        };

    private static ValueSubject Patrol(PatrolValues network) =>
        new ValueSubject<PatrolValues.Observation, PatrolValues.Actions, PatrolValues.Values>(
            network, nameof(PatrolValues.GoOn), 2, Axes: 2)
        {
            Features = observation =>
            {
                GridEncoding walls = network.Walls.forward(observation[0]!);
                return Joined(walls.Cells.flatten(1, 2), network.Core.forward(walls.Pooled));
            },
        };

    /// <summary>Concatenates the features of each slot and of its environment.</summary>
    private static Tensor Joined(Tensor slots, Tensor latent) =>
        cat([slots, latent.unsqueeze(1).expand(latent.size(0), slots.size(1), latent.size(1))], 2).flatten(0, 1);

    private static T[] Draw<T>(long[] shape, Func<T> next) =>
        [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => next())];
}
