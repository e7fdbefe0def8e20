using Masking.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Encodes every entity by itself with two dense layers, and the set by the mean and the maximum of its present entities.
/// Its cost grows with the number of entities and not with their pairs; it does not use sight.
/// </summary>
/// <remarks>Zaheer et al. 2017, "Deep Sets".</remarks>
public class DeepSetEncoder : EntityEncoder
{
    private readonly Linear embed;
    private readonly Linear layer;

    /// <summary>An encoder for entities of <paramref name="features"/> numbers.</summary>
    /// <param name="features">Numbers per entity.</param>
    /// <param name="width">Numbers in the encoding of one entity; the set's has twice as many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public DeepSetEncoder(int features, int width = 64)
        : base(nameof(DeepSetEncoder), Sizes.Positive(width, most: int.MaxValue / 2), 2 * width)
    {
        Sizes.RequireProduct([(features, nameof(features)), (width, nameof(width))]);
        Sizes.RequireProduct([(width, nameof(width)), (width, nameof(width))]);
        embed = Layers.Dense(features, width, Layers.Hidden);
        layer = Layers.Dense(width, width, Layers.Hidden);
        register_module(nameof(embed), embed);
        register_module(nameof(layer), layer);
    }

    /// <summary>Encodes the set.</summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight">Null: entities are encoded by themselves, so sight would change nothing.</param>
    /// <returns>Entities <c>(batch, entities, Width)</c> and the set <c>(batch, 2 · Width)</c>.</returns>
    /// <exception cref="MaskShapeException">The mask does not fit the entities.</exception>
    /// <exception cref="ArgumentException">A sight mask was given.</exception>
    public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight)
    {
        if (sight is not null)
        {
            throw new ArgumentException(
                "a DeepSetEncoder encodes entities by themselves and cannot follow a sight mask; declare an AttentionEncoder, or leave Pairwise out.",
                nameof(sight)
            );
        }

        MaskedPooling.Check(nameof(DeepSetEncoder), entities, present);
        using DisposeScope scope = NewDisposeScope();
        EntityRows set = EntityRows.Of(present);
        Tensor rows = layer.call(embed.call(set.Pack(entities)).relu()).relu();
        Tensor encoded = set.Unpack(rows);
        Tensor toPool = set.ToPool(rows, encoded);

        // Behind a rectifier no number is less than the zeros of absent entities, and one that is no more than them has no gradient.
        Tensor mean = set.Mean(toPool);
        Tensor pooled = cat([mean, toPool.size(1) == 0 ? mean : toPool.amax([1])], 1);
        return new EntityEncoding(scope.MoveToOuter(encoded), scope.MoveToOuter(pooled));
    }

    /// <inheritdoc/>
    internal override int? Features => (int)embed.weight.size(1);
}
