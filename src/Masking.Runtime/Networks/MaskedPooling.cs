using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Pools a set into one row. Absent entities enter no value and no gradient, whatever they hold; an empty set gives zeros.
/// </summary>
public static class MaskedPooling
{
    /// <summary>The mean over present entities.</summary>
    /// <param name="entities"><c>(batch, entities, width)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <returns><c>(batch, width)</c>.</returns>
    /// <exception cref="MaskShapeException">The mask does not fit the entities.</exception>
    public static Tensor Mean(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(nameof(MaskedPooling), entities, present);
        EntityRows set = EntityRows.Of(present);
        return set.Mean(set.ToPool(set.Pack(entities))).MoveToOuterDisposeScope();
    }

    /// <summary>The sum over present entities.</summary>
    /// <inheritdoc cref="Mean"/>
    public static Tensor Sum(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(nameof(MaskedPooling), entities, present);
        EntityRows set = EntityRows.Of(present);
        return set.ToPool(set.Pack(entities)).sum(1).MoveToOuterDisposeScope();
    }

    /// <summary>The greatest value of each number over present entities.</summary>
    /// <inheritdoc cref="Mean"/>
    public static Tensor Max(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        Check(nameof(MaskedPooling), entities, present);
        EntityRows set = EntityRows.Of(present);
        if (set.IsEven)
        {
            return set.Pad(set.Pack(entities)).amax([1]).MoveToOuterDisposeScope();
        }

        if (entities.size(1) == 0)
        {
            return zeros(entities.size(0), entities.size(2), entities.dtype, entities.device).MoveToOuterDisposeScope();
        }

        Tensor nothing = zeros(1, entities.dtype, entities.device);
        Tensor anyone = present.any(1, keepdim: true);
        Tensor greatest = where(MaskCapture.ForBackward(present).unsqueeze(-1), entities, full_like(nothing, Scalars.NegativeInfinity))
            .amax([1]);
        return where(anyone, greatest, nothing).MoveToOuterDisposeScope();
    }

    /// <summary>The entities with zeros, also for the gradient, in the place of absent ones.</summary>
    internal static Tensor Present(Tensor entities, Tensor present)
    {
        using DisposeScope scope = NewDisposeScope();
        return where(present.unsqueeze(-1), entities, zeros(1, entities.dtype, entities.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Refuses what would otherwise be stretched to fit: a mask of another size than the set.</summary>
    internal static void Check(string owner, Tensor entities, Tensor present)
    {
        Expect.Floating(owner, nameof(entities), entities, 3, "(batch, entities, width)");
        ArgumentNullException.ThrowIfNull(present);
        Expect.Mask(owner, nameof(present), present, [entities.size(0), entities.size(1)], entities.GetDevice());
    }
}
