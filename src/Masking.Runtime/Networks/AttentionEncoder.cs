using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Encodes a set of entities with masked self-attention: a dense layer embeds every entity, residual blocks let the present entities attend
/// to each other, and the mean over the present entities encodes the set.
/// </summary>
/// <remarks>
/// Masked residual self-attention as in Baker et al. 2020, "Emergent Tool Use From Multi-Agent Autocurricula", with the layer norm before
/// each branch as in Xiong et al. 2020, "On Layer Normalization in the Transformer Architecture".
/// </remarks>
/// <example>
/// <code>
/// AttentionEncoder encoder = new(features: 9, width: 64, heads: 4, layers: 2);
/// Tensor units = randn(16, 32, 9);                                // (batch, entities, features)
/// Tensor present = rand(16, 32) &gt; 0.5f;                           // (batch, entities) bool, true = present
/// EntityEncoding encoding = encoder.call(units, present, null);   // Entities (16, 32, 64), Pooled (16, 64)
/// Tensor weights = encoder.AttentionMaps(units, present)[0];      // (16, 4, 32, 32): the weights of the first block
/// </code>
/// </example>
public class AttentionEncoder : EntityEncoder
{
    private readonly Linear embed;
    private readonly ModuleList<AttentionBlock> blocks;

    /// <summary>Creates an encoder for entities with <paramref name="features"/> features.</summary>
    /// <param name="features">The number of features of each entity.</param>
    /// <param name="width">The width of the encoding of an entity, a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">The number of attention heads.</param>
    /// <param name="layers">The number of attention blocks, from 0 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, <paramref name="layers"/> is negative or above 1000, or a
    /// layer would have more than <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="ArgumentException"><paramref name="width"/> is not a multiple of <paramref name="heads"/>.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public AttentionEncoder(int features, int width = 64, int heads = 4, int layers = 1)
        : base(nameof(AttentionEncoder), width, width)
    {
        Heads = Sizes.Positive(heads);
        Sizes.Layers(layers, least: 0);
        if (width % heads != 0)
        {
            throw new ArgumentException($"expected a width that is a multiple of {heads} heads, got {width}.", nameof(width));
        }

        Sizes.RequireProduct([(features, nameof(features)), (width, nameof(width))]);
        Sizes.RequireProduct([(width, nameof(width)), (width, nameof(width))], times: 3);
        embed = Layers.Dense(features, width, Layers.Hidden);
        blocks = new ModuleList<AttentionBlock>([.. Enumerable.Range(0, layers).Select(_ => new AttentionBlock(width, heads))]);
        register_module(nameof(embed), embed);
        register_module(nameof(blocks), blocks);
    }

    /// <summary>Encodes the set.</summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i states which entities are visible to entity i. Null if all
    /// present entities are.</param>
    /// <returns>The encodings of the entities <c>(batch, entities, Width)</c> and of the set <c>(batch, Width)</c>.</returns>
    /// <exception cref="MaskShapeException">The entities are not floating point, or a mask has a wrong shape, element type or
    /// device.</exception>
    public sealed override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight)
    {
        MaskedPooling.Check(nameof(AttentionEncoder), entities, present);
        RequireSight(sight, present);
        using DisposeScope scope = NewDisposeScope();
        AttentionSets sets = AttentionSets.Of(present, sight, othersPresent: null);
        return Encode(scope, sets, EmbedRows(sets.Own.Pack(entities)), others: null);
    }

    /// <summary>
    /// Embeds every entity without attention. The result is passed to <see cref="Attend"/>, for the own set and for other sets.
    /// </summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <returns>The embeddings <c>(batch, entities, Width)</c> with the presence mask.</returns>
    /// <exception cref="MaskShapeException">The entities are not floating point, or the mask has a wrong shape, element type or
    /// device.</exception>
    public EntityEmbedding Embed(Tensor entities, Tensor present)
    {
        MaskedPooling.Check(nameof(AttentionEncoder), entities, present);
        using DisposeScope scope = NewDisposeScope();
        EntityRows rows = EntityRows.Of(present);
        return new EntityEmbedding(rows.Unpack(EmbedRows(rows.Pack(entities))).MoveToOuterDisposeScope(), present);
    }

    /// <summary>
    /// Encodes the set with attention to the entities of other sets as well. In every block, the embeddings of the other sets are
    /// additional keys and values. Queries and encodings are those of the own set.
    /// </summary>
    /// <param name="own">The embedding of this set by this encoder.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i states which entities of the own set are visible to entity i.
    /// Null if all present entities are.</param>
    /// <param name="others">The embeddings of other sets by encoders of the same width. All their present entities are visible to every
    /// entity.</param>
    /// <returns>The encodings of the entities <c>(batch, entities, Width)</c> and of the set <c>(batch, Width)</c>.</returns>
    /// <remarks>Forward hooks of the layers run. Forward hooks of the encoder itself do not, because they belong to <c>call</c>.</remarks>
    /// <exception cref="MaskShapeException">A set has a wrong batch size or width, or the sight mask has a wrong shape, element type
    /// or device.</exception>
    /// <exception cref="ArgumentException">An embedding is <c>default</c> and not a result of <see cref="Embed"/>.</exception>
    public EntityEncoding Attend(EntityEmbedding own, Tensor? sight, params ReadOnlySpan<EntityEmbedding> others)
    {
        RequireEmbeddings(own, sight, others);
        using DisposeScope scope = NewDisposeScope();
        (Tensor? otherEntities, Tensor? othersPresent) = Concatenate(others);
        AttentionSets sets = AttentionSets.Of(own.Present, sight, othersPresent);
        return Encode(scope, sets, sets.Own.Pack(own.Entities), sets.Others?.Pack(otherEntities!));
    }

    /// <summary>The attention weights of every block, for inspection.</summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i states which entities are visible to entity i. Null if all
    /// present entities are.</param>
    /// <returns>One tensor <c>(batch, heads, entities, entities)</c> per block. Rows and columns of absent entities are 0.</returns>
    /// <exception cref="MaskShapeException">The entities are not floating point, or a mask has a wrong shape, element type or
    /// device.</exception>
    public IReadOnlyList<Tensor> AttentionMaps(Tensor entities, Tensor present, Tensor? sight = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. AttentionMaps(Embed(entities, present), sight).Select(map => scope.MoveToOuter(map))];
    }

    /// <summary>The attention weights of every block, for inspection, with attention to the entities of other sets as well.</summary>
    /// <returns>
    /// One tensor <c>(batch, heads, entities, own and other entities)</c> per block. The columns of the own set come first, followed by
    /// those of the other sets in the order of the arguments. Rows and columns of absent entities are 0.
    /// </returns>
    /// <inheritdoc cref="Attend"/>
    public IReadOnlyList<Tensor> AttentionMaps(EntityEmbedding own, Tensor? sight, params ReadOnlySpan<EntityEmbedding> others)
    {
        RequireEmbeddings(own, sight, others);
        using DisposeScope scope = NewDisposeScope();
        (Tensor? otherEntities, Tensor? othersPresent) = Concatenate(others);
        AttentionSets sets = AttentionSets.Of(own.Present, sight, othersPresent);
        Tensor rows = sets.Own.Pack(own.Entities);
        Tensor? otherRows = sets.Others?.Pack(otherEntities!);
        List<Tensor> maps = [];
        foreach (AttentionBlock block in blocks)
        {
            maps.Add(scope.MoveToOuter(block.Map(rows, otherRows, sets, own.Present, sight, othersPresent)));
            rows = block.call(rows, otherRows, sets);
        }

        return maps;
    }

    /// <summary>The number of attention heads.</summary>
    internal int Heads { get; }

    /// <inheritdoc/>
    internal override int? Features => (int)embed.weight.size(1);

    private Tensor EmbedRows(Tensor rows) => embed.call(rows).relu();

    private EntityEncoding Encode(DisposeScope scope, AttentionSets sets, Tensor rows, Tensor? others)
    {
        foreach (AttentionBlock block in blocks)
        {
            rows = block.call(rows, others, sets);
        }

        Tensor encoded = sets.Own.Unpack(rows);
        return new EntityEncoding(scope.MoveToOuter(encoded), scope.MoveToOuter(sets.Own.Mean(sets.Own.PoolingInput(rows, encoded))));
    }

    private static (Tensor? Entities, Tensor? Present) Concatenate(ReadOnlySpan<EntityEmbedding> sets) => sets switch
    {
        [] => (null, null),
        [var only] => (only.Entities, only.Present),
        _ => (cat([.. sets.ToArray().Select(set => set.Entities)], 1), cat([.. sets.ToArray().Select(set => set.Present)], 1)),
    };

    private void RequireEmbeddings(EntityEmbedding own, Tensor? sight, ReadOnlySpan<EntityEmbedding> others)
    {
        RequireEmbedding(own, nameof(own));
        Expect.Size(nameof(AttentionEncoder), nameof(own), own.Entities, [own.Present.size(0), own.Present.size(1), Width]);
        RequireSight(sight, own.Present);
        foreach (EntityEmbedding other in others)
        {
            RequireEmbedding(other, nameof(others));
            Expect.Size(nameof(AttentionEncoder), nameof(others), other.Entities, [own.Present.size(0), other.Present.size(1), Width]);
        }
    }

    private static void RequireSight(Tensor? sight, Tensor present) =>
        Expect.Mask(
            nameof(MaskedAttention), nameof(sight), sight, [present.size(0), present.size(1), present.size(1)], present.GetDevice());

    private static void RequireEmbedding(EntityEmbedding embedding, string argument)
    {
        if (embedding == default)
        {
            throw new ArgumentException("expected a result of Embed, got default(EntityEmbedding).", argument);
        }
    }
}
