using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Pools the entities of a set. Absent entities affect no result and no gradient, even if they are NaN. The result for an empty set is 0.
/// </summary>
/// <example>
/// <code>
/// Tensor units = randn(16, 32, 64);                        // (batch, entities, width)
/// Tensor present = rand(16, 32) &gt; 0.5f;                    // (batch, entities) bool, true = present
/// Tensor mean = MaskedPooling.Mean(units, present);        // (16, 64)
/// Tensor strongest = MaskedPooling.Max(units, present);    // (16, 64)
/// </code>
/// </example>
public static class MaskedPooling
{
    /// <summary>The mean over the present entities.</summary>
    /// <param name="entities"><c>(batch, entities, width)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <returns><c>(batch, width)</c>; 0 for an empty set.</returns>
    /// <exception cref="MaskShapeException">The entities are not floating point or do not have three axes, or the mask has a wrong
    /// shape, element type or device.</exception>
    public static Tensor Mean(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(nameof(MaskedPooling), entities, present);
        EntityRows set = EntityRows.Of(present);
        return set.Mean(set.PoolingInput(set.Pack(entities))).MoveToOuterDisposeScope();
    }

    /// <summary>The sum over the present entities.</summary>
    /// <inheritdoc cref="Mean"/>
    public static Tensor Sum(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(nameof(MaskedPooling), entities, present);
        EntityRows set = EntityRows.Of(present);
        return set.PoolingInput(set.Pack(entities)).sum(1).MoveToOuterDisposeScope();
    }

    /// <summary>The element-wise maximum over the present entities.</summary>
    /// <inheritdoc cref="Mean"/>
    public static Tensor Max(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(nameof(MaskedPooling), entities, present);
        EntityRows set = EntityRows.Of(present);
        if (set.HasEqualCounts)
        {
            return set.Pad(set.Pack(entities)).amax([1]).MoveToOuterDisposeScope();
        }

        if (entities.size(1) == 0)
        {
            return zeros(entities.size(0), entities.size(2), entities.dtype, entities.device).MoveToOuterDisposeScope();
        }

        Tensor zero = zeros(1, entities.dtype, entities.device);
        Tensor hasEntity = present.any(1, keepdim: true);
        Tensor maximum = where(MaskCapture.ForBackward(present).unsqueeze(-1), entities, full_like(zero, Scalars.NegativeInfinity))
            .amax([1]);
        return where(hasEntity, maximum, zero).MoveToOuterDisposeScope();
    }

    /// <summary>Replaces absent entities by zeros, through which no gradient flows.</summary>
    internal static Tensor ZeroAbsent(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        return where(present.unsqueeze(-1), entities, zeros(1, entities.dtype, entities.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Requires a presence mask of the size of the set. A mask of another size would be broadcast.</summary>
    internal static void Check(string owner, Tensor entities, Tensor present)
    {
        Expect.Floating(owner, nameof(entities), entities, 3, "(batch, entities, width)");
        ArgumentNullException.ThrowIfNull(present);
        Expect.Mask(owner, nameof(present), present, [entities.size(0), entities.size(1)], entities.GetDevice());
    }
}
