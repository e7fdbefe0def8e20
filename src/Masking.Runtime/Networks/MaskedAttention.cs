using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Multi-head self-attention over the present entities of a set: absent ones get no weight, give no output (exactly 0) and
/// may hold anything. They can attend to a second set too.
/// </summary>
/// <remarks>Vaswani et al. 2017, "Attention Is All You Need"; scaled by <c>1 / sqrt(dimHead)</c>.</remarks>
public sealed class MaskedAttention : nn.Module<Tensor, Tensor, Tensor?, Tensor>
{
    private readonly Linear project;        // to queries, keys and values, side by side
    private readonly Linear merge;
    private readonly int _dim;
    private readonly int _heads;
    private readonly int _dimHead;

    /// <summary>Attention with parameters of its own.</summary>
    /// <param name="dim">Numbers per entity, in and out.</param>
    /// <param name="heads">Heads.</param>
    /// <param name="dimHead">Numbers per head in queries, keys and values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or a layer would have more weights than an array can have
    /// elements.</exception>
    public MaskedAttention(int dim, int heads, int dimHead)
        : base(nameof(MaskedAttention))
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

    /// <summary>Lets every present entity attend to the present entities that it sees.</summary>
    /// <param name="entities"><c>(batch, entities, dim)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i says whom entity i sees; null: everyone present.</param>
    /// <returns><c>(batch, entities, dim)</c>; exactly 0 for absent entities.</returns>
    /// <exception cref="MaskShapeException">A mask does not fit the entities.</exception>
    public override Tensor forward(Tensor entities, Tensor present, Tensor? sight = null)
    {
        Check(entities, present, sight);
        using DisposeScope scope = NewDisposeScope();
        AttendingSets sets = AttendingSets.Of(present, sight, othersPresent: null);
        return sets.Own.Unpack(Attend(sets.Own.Pack(entities), null, sets)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Lets every present entity attend to the present entities that it sees, and to the present entities of another set.
    /// </summary>
    /// <param name="entities"><c>(batch, entities, dim)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool: row i says whom of its own set entity i sees; null: everyone
    /// present.</param>
    /// <param name="others"><c>(batch, others, dim)</c>: further keys and values.</param>
    /// <param name="othersPresent"><c>(batch, others)</c> bool.</param>
    /// <returns><c>(batch, entities, dim)</c>; exactly 0 for absent entities.</returns>
    /// <exception cref="MaskShapeException">A mask does not fit its set, or the others do not fit the entities.</exception>
    public Tensor forward(Tensor entities, Tensor present, Tensor? sight, Tensor others, Tensor othersPresent)
    {
        Check(entities, present, sight);
        CheckOthers(entities, others, othersPresent);
        using DisposeScope scope = NewDisposeScope();
        AttendingSets sets = AttendingSets.Of(present, sight, othersPresent);
        return sets.Own.Unpack(Attend(sets.Own.Pack(entities), sets.Others!.Pack(others), sets)).MoveToOuterDisposeScope();
    }

    /// <summary>The attention weights, to be looked at.</summary>
    /// <param name="entities"><c>(batch, entities, dim)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool, or null.</param>
    /// <returns>
    /// <c>(batch, heads, entities, entities)</c>: row i says how entity i divides its attention; rows and columns of absent entities are 0.
    /// </returns>
    /// <exception cref="MaskShapeException">A mask does not fit the entities.</exception>
    public Tensor Map(Tensor entities, Tensor present, Tensor? sight = null)
    {
        Check(entities, present, sight);
        return Weights(present, entities, present, sight);
    }

    /// <summary>The attention weights, to be looked at, where entities attend to another set too.</summary>
    /// <returns>
    /// <c>(batch, heads, entities, entities + others)</c>: row i says how entity i divides its attention; rows and columns of absent
    /// entities are 0.
    /// </returns>
    /// <inheritdoc cref="forward(Tensor, Tensor, Tensor?, Tensor, Tensor)"/>
    public Tensor Map(Tensor entities, Tensor present, Tensor? sight, Tensor others, Tensor othersPresent)
    {
        Check(entities, present, sight);
        CheckOthers(entities, others, othersPresent);
        using DisposeScope scope = NewDisposeScope();
        (Tensor everyone, Tensor everyonePresent, Tensor? sightOfEveryone) = Join(entities, present, sight, others, othersPresent);
        return Weights(present, everyone, everyonePresent, sightOfEveryone).MoveToOuterDisposeScope();
    }

    /// <summary>Rows <c>(rows, dim)</c> attend to each other, and to rows of others.</summary>
    internal Tensor Attend(Tensor rows, Tensor? others, AttendingSets sets)
    {
        Tensor projected = sets.Own.Pad(project.call(rows));
        if (others is not null)
        {
            // Also projecting the queries that nobody asks is faster than a product of its own.
            projected = cat([projected, sets.Others!.Pad(project.call(others))], 1);
        }

        Tensor[] parts = projected.chunk(3, -1);
        Tensor queries = Split(others is null ? parts[0] : parts[0].narrow(1, 0, sets.Own.Width));

        // Where nobody asks there are no queries, and the native attention wants some.
        Tensor attended =
            sets.Own.Width == 0
                ? queries
                : nn.functional.scaled_dot_product_attention(queries, Split(parts[1]), Split(parts[2]), attn_mask: sets.Visible);
        return merge.call(sets.Own.Unpad(attended.transpose(1, 2), (long)_heads * _dimHead));
    }

    private Tensor Weights(Tensor present, Tensor everyone, Tensor everyonePresent, Tensor? sight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = project.call(MaskedPooling.Present(everyone, everyonePresent)).chunk(3, -1);
        (Tensor queries, Tensor keys) = (Split(parts[0].narrow(1, 0, present.size(1))), Split(parts[1]));
        using Scalar divisor = Math.Sqrt(_dimHead);
        Tensor scores = queries.matmul(keys.transpose(-2, -1)).div(divisor);
        Tensor visible = Visible(everyonePresent, sight).logical_and(present.unsqueeze(1).unsqueeze(-1));
        using MaskedCategorical weights = new(scores, visible.expand(scores.shape));
        return weights.Probs.alias().MoveToOuterDisposeScope();
    }

    /// <summary>From <c>(batch, entities, heads · dimHead)</c> to <c>(batch, heads, entities, dimHead)</c>.</summary>
    private Tensor Split(Tensor part) => part.view(part.size(0), part.size(1), _heads, _dimHead).transpose(1, 2);

    /// <summary>Both sets in one; everyone sees the others.</summary>
    private static (Tensor Everyone, Tensor Present, Tensor? Sight) Join(
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

    /// <summary><c>(batch, 1, 1, everyone)</c>, or <c>(batch, 1, entities, everyone)</c> under sight: true = attend.</summary>
    private static Tensor Visible(Tensor present, Tensor? sight)
    {
        Tensor everyone = present.unsqueeze(1).unsqueeze(1);
        return sight is null ? everyone : everyone.logical_and(sight.unsqueeze(1));
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
                "Give every entity as many numbers as the attention was built for."
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
