using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Multi-head self-attention over the present entities of a set, and optionally over those of a second set. Absent entities have an
/// attention weight of 0 and an output of exactly 0, even if their features are NaN.
/// </summary>
/// <remarks>Vaswani et al. 2017, "Attention Is All You Need", scaled by <c>1 / sqrt(dimHead)</c>.</remarks>
/// <example>
/// <code>
/// MaskedAttention attention = new(dim: 64, heads: 4, dimHead: 16);
/// Tensor units = randn(16, 32, 64);                       // (batch, entities, dim)
/// Tensor present = rand(16, 32) &gt; 0.5f;                   // (batch, entities) bool, true = present
/// Tensor attended = attention.forward(units, present);    // (16, 32, 64)
/// Tensor weights = attention.Map(units, present);         // (16, 4, 32, 32)
/// </code>
/// </example>
public sealed class MaskedAttention : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Linear project;        // to the concatenation of queries, keys and values
    private readonly Linear merge;
    private readonly int _dim;
    private readonly int _heads;
    private readonly int _dimHead;

    /// <summary>Creates an attention layer with new parameters.</summary>
    /// <param name="dim">The width of the features and of the output of each entity.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dimHead">The width of the queries, keys and values of a head.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more than
    /// <see cref="Array.MaxLength"/> weights.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    public MaskedAttention(int dim, int heads, int dimHead)
        : base(TorchLibrary.LoadFor(nameof(MaskedAttention)))
    {
        Sizes.RequireProduct([(dim, nameof(dim)), (heads, nameof(heads)), (dimHead, nameof(dimHead))], times: 3);
        _dim = dim;
        _heads = heads;
        _dimHead = dimHead;
        project = Layers.Dense(dim, 3L * heads * dimHead, Layers.Output, bias: false);
        merge = Layers.Dense((long)heads * dimHead, dim, Layers.Output);
        register_module(nameof(project), project);
        register_module(nameof(merge), merge);
    }

    /// <summary>Computes the attention of every present entity to the present entities that are visible to it.</summary>
    /// <param name="entities"><c>(batch, entities, dim)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i states which entities are visible to entity i. Null if all
    /// present entities are.</param>
    /// <returns><c>(batch, entities, dim)</c>; exactly 0 for absent entities.</returns>
    /// <exception cref="MaskShapeException">The entities or a mask have a wrong shape, element type or device.</exception>
    public override Tensor forward(Tensor entities, Tensor present, Tensor? sight = null)
    {
        Check(entities, present, sight);
        using DisposeScope scope = NewDisposeScope();
        AttentionSets sets = AttentionSets.Of(present, sight, othersPresent: null);
        return sets.Own.Unpack(Attend(sets.Own.Pack(entities), null, sets)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Computes the attention of every present entity to the present entities that are visible to it, and to all present entities of
    /// another set.
    /// </summary>
    /// <param name="entities"><c>(batch, entities, dim)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i states which entities of the own set are visible to entity i.
    /// Null if all present entities are.</param>
    /// <param name="others">The entities of the other set <c>(batch, others, dim)</c>, which are additional keys and values.</param>
    /// <param name="othersPresent"><c>(batch, others)</c> bool, true = present.</param>
    /// <returns><c>(batch, entities, dim)</c>; exactly 0 for absent entities.</returns>
    /// <exception cref="MaskShapeException">The entities or a mask have a wrong shape, element type or device.</exception>
    public Tensor forward(Tensor entities, Tensor present, Tensor? sight, Tensor others, Tensor othersPresent)
    {
        Check(entities, present, sight);
        CheckOthers(entities, others, othersPresent);
        using DisposeScope scope = NewDisposeScope();
        AttentionSets sets = AttentionSets.Of(present, sight, othersPresent);
        return sets.Own.Unpack(Attend(sets.Own.Pack(entities), sets.Others!.Pack(others), sets)).MoveToOuterDisposeScope();
    }

    /// <summary>The attention weights, for inspection.</summary>
    /// <param name="entities"><c>(batch, entities, dim)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool, true = present.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i states which entities are visible to entity i. Null if all
    /// present entities are.</param>
    /// <returns>
    /// <c>(batch, heads, entities, entities)</c>. Row i contains the weights of entity i. Rows and columns of absent
    /// entities are 0.
    /// </returns>
    /// <exception cref="MaskShapeException">The entities or a mask have a wrong shape, element type or device.</exception>
    public Tensor Map(Tensor entities, Tensor present, Tensor? sight = null)
    {
        Check(entities, present, sight);
        return Weights(present, entities, present, sight);
    }

    /// <summary>The attention weights with another set, for inspection.</summary>
    /// <returns>
    /// <c>(batch, heads, entities, entities + others)</c>. Row i contains the weights of entity i. Rows and columns of
    /// absent entities are 0.
    /// </returns>
    /// <inheritdoc cref="forward(Tensor, Tensor, Tensor?, Tensor, Tensor)"/>
    public Tensor Map(Tensor entities, Tensor present, Tensor? sight, Tensor others, Tensor othersPresent)
    {
        Check(entities, present, sight);
        CheckOthers(entities, others, othersPresent);
        using DisposeScope scope = NewDisposeScope();
        (Tensor keys, Tensor keysPresent, Tensor? keySight) = Join(entities, present, sight, others, othersPresent);
        return Weights(present, keys, keysPresent, keySight).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the attention of rows <c>(rows, dim)</c> to each other and to the rows of the other set.</summary>
    internal Tensor Attend(Tensor rows, Tensor? others, AttentionSets sets)
    {
        Tensor projected = sets.Own.Pad(project.call(rows));
        if (others is not null)
        {
            // The queries of the other set are not used, but projecting them as well is faster than a second matrix product.
            projected = cat([projected, sets.Others!.Pad(project.call(others))], 1);
        }

        Tensor[] parts = Split(projected);
        Tensor queries = others is null ? parts[0] : parts[0].narrow(2, 0, sets.Own.Width);

        // The native attention does not accept an empty axis of queries.
        Tensor attended =
            sets.Own.Width == 0
                ? queries
                : nn.functional.scaled_dot_product_attention(queries, parts[1], parts[2], attn_mask: sets.Mask);
        return merge.call(sets.Own.Unpad(attended.transpose(1, 2), (long)_heads * _dimHead));
    }

    private Tensor Weights(Tensor present, Tensor entities, Tensor entitiesPresent, Tensor? sight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = Split(project.call(MaskedPooling.ZeroAbsent(entities, entitiesPresent)));
        Tensor queries = parts[0].narrow(2, 0, present.size(1));
        using Scalar divisor = Math.Sqrt(_dimHead);
        Tensor scores = queries.matmul(parts[1].transpose(-2, -1)).div(divisor);
        Tensor visible = VisibleKeys(entitiesPresent, sight).logical_and(present.unsqueeze(1).unsqueeze(-1));
        using MaskedCategorical weights = new(scores, visible.expand(scores.shape));
        return weights.Probs.alias().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The queries, keys and values <c>(batch, heads, entities, dimHead)</c> in <c>(batch, entities, 3 · heads · dimHead)</c>.
    /// </summary>
    private Tensor[] Split(Tensor projected)
    {
        // Permuting before unbinding would need one call less, but the backward pass would copy the gradients once more.
        Tensor[] parts = projected.view(projected.size(0), projected.size(1), 3, _heads, _dimHead).unbind(2);
        return Array.ConvertAll(parts, part => part.transpose(1, 2));
    }

    /// <summary>Concatenates both sets. The other set is visible to every entity.</summary>
    private static (Tensor Entities, Tensor Present, Tensor? Sight) Join(
        Tensor entities,
        Tensor present,
        Tensor? sight,
        Tensor others,
        Tensor othersPresent
    ) =>
        (
            cat([entities, others], 1),
            cat([present, othersPresent], 1),
            sight is null
                ? null
                : cat([sight, ones([entities.size(0), entities.size(1), others.size(1)], ScalarType.Bool, sight.device)], 2)
        );

    /// <summary>
    /// The attention mask <c>(batch, 1, 1, keys)</c>, or <c>(batch, 1, queries, keys)</c> with a sight mask: true = attend.
    /// </summary>
    private static Tensor VisibleKeys(Tensor present, Tensor? sight)
    {
        Tensor keys = present.unsqueeze(1).unsqueeze(1);
        return sight is null ? keys : keys.logical_and(sight.unsqueeze(1));
    }

    private void Check(Tensor entities, Tensor present, Tensor? sight)
    {
        Expect.Floating(nameof(MaskedAttention), nameof(entities), entities, 3, "(batch, entities, dim)");
        ArgumentNullException.ThrowIfNull(present);
        long[] size = entities.Size();
        if (size[2] != _dim)
        {
            throw new MaskShapeException(
                nameof(MaskedAttention),
                nameof(entities),
                $"(batch, entities, {_dim})",
                TensorText.Of(entities),
                "Every entity needs the number of features that the attention was built for."
            );
        }

        Expect.Mask(nameof(MaskedAttention), nameof(present), present, [size[0], size[1]], entities.GetDevice());
        Expect.Mask(nameof(MaskedAttention), nameof(sight), sight, [size[0], size[1], size[1]], entities.GetDevice());
    }

    private void CheckOthers(Tensor entities, Tensor others, Tensor othersPresent)
    {
        Expect.Floating(nameof(MaskedAttention), nameof(others), others, 3, "(batch, others, dim)");
        ArgumentNullException.ThrowIfNull(othersPresent);
        Expect.Size(nameof(MaskedAttention), nameof(others), others, [entities.size(0), others.size(1), _dim]);
        if (others.dtype != entities.dtype || others.device_type != entities.device_type || others.device_index != entities.device_index)
        {
            throw new MaskShapeException(
                nameof(MaskedAttention),
                nameof(others),
                $"{TensorText.NameOf(entities.dtype)} on {entities.device}",
                TensorText.Of(others),
                "Give both sets one element type and device with tensor.to(…)."
            );
        }

        Expect.Mask(nameof(MaskedAttention), nameof(othersPresent), othersPresent, [others.size(0), others.size(1)], entities.GetDevice());
    }
}
