using CsCheck;

namespace Masking.Policies.Tests;

/// <summary>What a random batch is like. Equal scenes give equal batches.</summary>
/// <param name="Seed">Of everything that is drawn.</param>
/// <param name="Batch">Environments.</param>
/// <param name="Slots">The greatest size of an axis that the batch decides.</param>
/// <param name="Presence">How probable it is that an entity or agent is present.</param>
/// <param name="Legality">How probable it is that a choice is legal.</param>
/// <param name="NullMasks">How probable it is that an action mask is left out.</param>
/// <param name="Least">The least size of an axis that the batch decides.</param>
internal sealed record Scene(
    int Seed,
    int Batch,
    int Slots = 5,
    double Presence = 0.6,
    double Legality = 0.6,
    double NullMasks = 0,
    int Least = 0
)
{
    /// <summary>Everything at random, extremes too: nobody, everybody, nothing legal, everything legal.</summary>
    public static Gen<Scene> Any { get; } =
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, 5], Gen.Int[0, 6], Share, Share, Gen.OneOf(Gen.Const(0.0), Gen.Const(0.5)))
            .Select((seed, batch, slots, presence, legality, nulls) => new Scene(seed, batch, slots, presence, legality, nulls));

    /// <summary>At least one environment and one slot.</summary>
    public static Gen<Scene> Filled { get; } =
        Any.Select(scene => scene with { Batch = Math.Max(1, scene.Batch), Slots = Math.Max(1, scene.Slots) });

    private static Gen<double> Share => Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Double[0, 1], Gen.Double[0, 1]);
}
