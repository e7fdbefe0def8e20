using CsCheck;

namespace Masking.Policies.Tests;

/// <summary>Options of a random batch. Equal options give equal batches.</summary>
/// <param name="Seed">The seed of all random values.</param>
/// <param name="Batch">The number of environments.</param>
/// <param name="Slots">The maximum size of an axis whose size depends on the batch.</param>
/// <param name="Presence">The probability that an entity or agent is present.</param>
/// <param name="Legality">The probability that a choice is legal.</param>
/// <param name="NullMasks">The probability that an action mask is null.</param>
/// <param name="MinSlots">The minimum size of an axis whose size depends on the batch.</param>
internal sealed record BatchOptions(
    int Seed,
    int Batch,
    int Slots = 5,
    double Presence = 0.6,
    double Legal = 0.6,
    double NullMasks = 0,
    int MinSlots = 0
)
{
    /// <summary>Random options, including extremes: all or no entities present, all or no choices legal.</summary>
    public static Gen<BatchOptions> Any { get; } =
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 5], Gen.Int[0, 6], Share, Share, Gen.OneOf(Gen.Const(0.0), Gen.Const(0.5)))
            .Select((seed, batch, slots, presence, legality, nulls) => new BatchOptions(seed, batch, slots, presence, legality, nulls));

    /// <summary>Random options with at least one environment and one slot.</summary>
    public static Gen<BatchOptions> Filled { get; } =
        Any.Select(options => options with { Batch = Math.Max(1, options.Batch), Slots = Math.Max(1, options.Slots) });

    private static Gen<double> Share => Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Double[0, 1], Gen.Double[0, 1]);
}
