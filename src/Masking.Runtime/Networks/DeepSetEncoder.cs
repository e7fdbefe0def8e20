using Masking.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Encodes a set of entities without attention: two dense layers with ReLU encode every entity on its own, and the mean and the maximum
/// over the present entities encode the set.
/// </summary>
/// <remarks>
/// Zaheer et al. 2017, "Deep Sets". The cost is linear in the number of entities, whereas it is quadratic for an
/// <see cref="AttentionEncoder"/>. Sight masks are not supported.
/// </remarks>
/// <example>
/// <code>
/// DeepSetEncoder encoder = new(features: 6, width: 32);
/// Tensor enemies = randn(16, 200, 6);                               // (batch, entities, features)
/// Tensor present = rand(16, 200) &gt; 0.5f;                            // (batch, entities) bool, true = present
/// EntityEncoding encoding = encoder.call(enemies, present, null);   // Entities (16, 200, 32), Pooled (16, 64)
/// </code>
/// </example>
public class DeepSetEncoder : EntityEncoder
{
    private readonly Linear embed;
    private readonly Linear layer;

    /// <summary>Creates an encoder for entities with <paramref name="features"/> features.</summary>
    /// <param name="features">The number of features of each entity.</param>
    /// <param name="width">The width of the encoding of an entity. The encoding of the set is twice as wide.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
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
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="sight">Must be null, because entities are encoded without regard to each other.</param>
    /// <returns>The encodings of the entities <c>(batch, entities, Width)</c> and of the set <c>(batch, 2 · Width)</c>.</returns>
    /// <exception cref="MaskShapeException">The entities are not floating point, or the mask has a wrong shape, element type or
    /// device.</exception>
    /// <exception cref="ArgumentException"><paramref name="sight"/> is not null.</exception>
    public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight)
    {
        if (sight is not null)
        {
            throw new ArgumentException(
                "a DeepSetEncoder encodes each entity on its own and cannot use a sight mask; declare an AttentionEncoder, or leave "
                    + "Pairwise out.",
                nameof(sight));
        }

        MaskedPooling.Check(nameof(DeepSetEncoder), entities, present);
        using DisposeScope scope = NewDisposeScope();
        EntityRows set = EntityRows.Of(present);
        Tensor rows = layer.call(embed.call(set.Pack(entities)).relu()).relu();
        Tensor encoded = set.Unpack(rows);
        Tensor poolingInput = set.PoolingInput(rows, encoded);

        // Absent entities are 0 here. They do not change the maximum, because a ReLU has no negative outputs, nor its gradient, because the
        // gradient of a ReLU is 0 where its output is 0.
        Tensor mean = set.Mean(poolingInput);
        Tensor pooled = cat([mean, poolingInput.size(1) == 0 ? mean : poolingInput.amax([1])], 1);
        return new EntityEncoding(scope.MoveToOuter(encoded), scope.MoveToOuter(pooled));
    }

    /// <inheritdoc/>
    internal override int? Features => (int)embed.weight.size(1);
}
