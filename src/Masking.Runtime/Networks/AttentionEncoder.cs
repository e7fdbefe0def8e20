using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Embeds every entity, lets the present ones attend to each other in residual blocks, and pools them by their mean.
/// </summary>
/// <remarks>
/// Masked residual self-attention as in Baker et al. 2020, "Emergent Tool Use From Multi-Agent Autocurricula", with the norm before
/// each branch (Xiong et al. 2020, "On Layer Normalization in the Transformer Architecture").
/// </remarks>
public class AttentionEncoder : EntityEncoder
{
    private readonly Linear embed;
    private readonly ModuleList<AttentionBlock> blocks;

    /// <summary>An encoder for entities of <paramref name="features"/> numbers.</summary>
    /// <param name="features">Numbers per entity.</param>
    /// <param name="width">Numbers in the encoding of one entity; a multiple of <paramref name="heads"/>.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="layers">Attention blocks, one after the other.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or less than 0 for <paramref name="layers"/>, or a layer
    /// would have more weights than an array can have elements.</exception>
    /// <exception cref="ArgumentException"><paramref name="width"/> is not a multiple of <paramref name="heads"/>.</exception>
    public AttentionEncoder(int features, int width = 64, int heads = 4, int layers = 1)
        : base(nameof(AttentionEncoder), width, width)
    {
        Sizes.Positive(heads);
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
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i says whom entity i sees; null: everyone present.</param>
    /// <returns>Entities <c>(batch, entities, Width)</c> and the set <c>(batch, Width)</c>.</returns>
    /// <exception cref="MaskShapeException">A mask does not fit the entities.</exception>
    public sealed override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight)
    {
        MaskedPooling.Check(nameof(AttentionEncoder), entities, present);
        CheckSight(sight, present);
        using DisposeScope scope = NewDisposeScope();
        AttendingSets sets = AttendingSets.Of(present, sight, othersPresent: null);
        return Encode(scope, sets, EmbedRows(sets.Own.Pack(entities)), others: null);
    }

    /// <summary>Embeds every entity by itself, for its own set and for others to attend to.</summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <exception cref="MaskShapeException">The mask does not fit the entities.</exception>
    public EntityEmbedding Embed(Tensor entities, Tensor present)
    {
        MaskedPooling.Check(nameof(AttentionEncoder), entities, present);
        using DisposeScope scope = NewDisposeScope();
        EntityRows rows = EntityRows.Of(present);
        return new EntityEmbedding(rows.Unpack(EmbedRows(rows.Pack(entities))).MoveToOuterDisposeScope(), present);
    }

    /// <summary>
    /// Encodes the set, whose entities attend to those of other sets too: in every block these are further keys and values, as they were
    /// embedded. Queries, encodings and the pooled one are those of the own set.
    /// </summary>
    /// <param name="own">This set, embedded by this encoder.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i says whom of the own set entity i sees; null: everyone
    /// present.</param>
    /// <param name="others">Other sets, embedded by encoders of the same width; everyone present in them is seen.</param>
    /// <returns>Entities <c>(batch, entities, Width)</c> and the set <c>(batch, Width)</c>.</returns>
    /// <remarks>Hooks of the encoder's layers run, but not its own: those run in <c>call</c>, which knows one set.</remarks>
    /// <exception cref="MaskShapeException">A set has another batch or width, or the sight mask does not fit the own entities.</exception>
    /// <exception cref="ArgumentException">An embedding was made by no encoder.</exception>
    public EntityEncoding Attend(EntityEmbedding own, Tensor? sight, params ReadOnlySpan<EntityEmbedding> others)
    {
        Check(own, sight, others);
        using DisposeScope scope = NewDisposeScope();
        (Tensor? seen, Tensor? seenPresent) = SideBySide(others);
        AttendingSets sets = AttendingSets.Of(own.Present, sight, seenPresent);
        return Encode(scope, sets, sets.Own.Pack(own.Entities), sets.Others?.Pack(seen!));
    }

    /// <summary>The attention weights of every block, to be looked at.</summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool, or null.</param>
    /// <returns>One map <c>(batch, heads, entities, entities)</c> a block; rows and columns of absent entities are 0.</returns>
    /// <exception cref="MaskShapeException">A mask does not fit the entities.</exception>
    public IReadOnlyList<Tensor> AttentionMaps(Tensor entities, Tensor present, Tensor? sight = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. AttentionMaps(Embed(entities, present), sight).Select(map => scope.MoveToOuter(map))];
    }

    /// <summary>The attention weights of every block, to be looked at, where entities attend to other sets too.</summary>
    /// <returns>
    /// One map <c>(batch, heads, entities, own and other entities)</c> a block, with the columns of the own set first and those of the
    /// others as they were given; rows and columns of absent entities are 0.
    /// </returns>
    /// <inheritdoc cref="Attend"/>
    public IReadOnlyList<Tensor> AttentionMaps(EntityEmbedding own, Tensor? sight, params ReadOnlySpan<EntityEmbedding> others)
    {
        Check(own, sight, others);
        using DisposeScope scope = NewDisposeScope();
        (Tensor? seen, Tensor? seenPresent) = SideBySide(others);
        AttendingSets sets = AttendingSets.Of(own.Present, sight, seenPresent);
        Tensor rows = sets.Own.Pack(own.Entities);
        Tensor? otherRows = sets.Others?.Pack(seen!);
        List<Tensor> maps = [];
        foreach (AttentionBlock block in blocks)
        {
            maps.Add(scope.MoveToOuter(block.Map(rows, otherRows, sets, own.Present, sight, seenPresent)));
            rows = block.call(rows, otherRows, sets);
        }

        return maps;
    }

    /// <inheritdoc/>
    internal override int? Features => (int)embed.weight.size(1);

    private Tensor EmbedRows(Tensor rows) => embed.call(rows).relu();

    private EntityEncoding Encode(DisposeScope scope, AttendingSets sets, Tensor rows, Tensor? others)
    {
        foreach (AttentionBlock block in blocks)
        {
            rows = block.call(rows, others, sets);
        }

        Tensor encoded = sets.Own.Unpack(rows);
        return new EntityEncoding(scope.MoveToOuter(encoded), scope.MoveToOuter(sets.Own.Mean(sets.Own.ToPool(rows, encoded))));
    }

    private static (Tensor? Entities, Tensor? Present) SideBySide(ReadOnlySpan<EntityEmbedding> sets) => sets switch
    {
        [] => (null, null),
        [var only] => (only.Entities, only.Present),
        _ => (cat([.. sets.ToArray().Select(set => set.Entities)], 1), cat([.. sets.ToArray().Select(set => set.Present)], 1)),
    };

    private void Check(EntityEmbedding own, Tensor? sight, ReadOnlySpan<EntityEmbedding> others)
    {
        CheckMade(own, nameof(own));
        Expect.Size(nameof(AttentionEncoder), nameof(own), own.Entities, [own.Present.size(0), own.Present.size(1), Width]);
        CheckSight(sight, own.Present);
        foreach (EntityEmbedding other in others)
        {
            CheckMade(other, nameof(others));
            Expect.Size(nameof(AttentionEncoder), nameof(others), other.Entities, [own.Present.size(0), other.Present.size(1), Width]);
        }
    }

    private static void CheckSight(Tensor? sight, Tensor present) =>
        Expect.Mask(nameof(MaskedAttention), nameof(sight), sight, [present.size(0), present.size(1), present.size(1)], present.GetDevice());

    private static void CheckMade(EntityEmbedding embedding, string argument)
    {
        if (embedding == default)
        {
            throw new ArgumentException("expected what Embed gives, got an embedding of nothing.", argument);
        }
    }
}
