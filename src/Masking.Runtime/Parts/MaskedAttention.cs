using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Multi-head self-attention over the present entities of a set: absent ones get no weight, give no output (exactly 0) and
/// may hold anything.
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
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public MaskedAttention(int dim, int heads, int dimHead)
        : base(nameof(MaskedAttention))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dim);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimHead);
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
        if (entities.size(1) == 0)
        {
            return zeros_like(entities);
        }

        using DisposeScope scope = NewDisposeScope();
        (Tensor queries, Tensor keys, Tensor values) = Project(entities, present);
        Tensor attended = nn.functional.scaled_dot_product_attention(queries, keys, values, attn_mask: Visible(present, sight));
        Tensor output = merge.call(attended.transpose(1, 2).flatten(2));
        return MaskedPooling.Present(output, present).MoveToOuterDisposeScope();
    }

    /// <summary>The attention weights, to be looked at.</summary>
    /// <param name="entities"><c>(batch, entities, dim)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool, or null.</param>
    /// <returns><c>(batch, heads, entities, entities)</c>: row i says how entity i divides its attention; rows and columns of absent entities are 0.</returns>
    /// <exception cref="MaskShapeException">A mask does not fit the entities.</exception>
    public Tensor Map(Tensor entities, Tensor present, Tensor? sight = null)
    {
        Check(entities, present, sight);
        using DisposeScope scope = NewDisposeScope();
        (Tensor queries, Tensor keys, _) = Project(entities, present);
        Tensor scores = queries.matmul(keys.transpose(-2, -1)).div(Math.Sqrt(_dimHead));
        Tensor visible = Visible(present, sight).logical_and(present.unsqueeze(1).unsqueeze(-1));
        using MaskedCategorical weights = new(scores, visible.expand(scores.shape));
        return weights.Probs.alias().MoveToOuterDisposeScope();
    }

    private (Tensor Queries, Tensor Keys, Tensor Values) Project(Tensor entities, Tensor present)
    {
        Tensor[] parts = project.call(MaskedPooling.Present(entities, present))
            .reshape(entities.size(0), entities.size(1), 3, _heads, _dimHead)
            .permute(2, 0, 3, 1, 4)
            .unbind(0);
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary><c>(batch, 1, 1, entities)</c>, or <c>(batch, 1, entities, entities)</c> under sight: true = attend.</summary>
    private static Tensor Visible(Tensor present, Tensor? sight)
    {
        Tensor everyone = present.unsqueeze(1).unsqueeze(1);
        return sight is null ? everyone : everyone.logical_and(sight.unsqueeze(1));
    }

    private void Check(Tensor entities, Tensor present, Tensor? sight)
    {
        Expect.Floating(nameof(MaskedAttention), nameof(entities), entities, 3, "(batch, entities, dim)");
        ArgumentNullException.ThrowIfNull(present);
        long[] size = entities.shape;
        if (size[2] != _dim)
        {
            throw new MaskShapeException(nameof(MaskedAttention), nameof(entities), $"(batch, entities, {_dim})", TensorText.Of(entities), "Give every entity as many numbers as the attention was built for.");
        }

        Expect.Mask(nameof(MaskedAttention), nameof(present), present, [size[0], size[1]], entities.device);
        Expect.Mask(nameof(MaskedAttention), nameof(sight), sight, [size[0], size[1], size[1]], entities.device);
    }
}
