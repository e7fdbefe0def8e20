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
    /// <exception cref="ArgumentException"><paramref name="width"/> is not a multiple of <paramref name="heads"/>.</exception>
    public AttentionEncoder(int features, int width = 64, int heads = 4, int layers = 1)
        : base(nameof(AttentionEncoder), width, width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        ArgumentOutOfRangeException.ThrowIfNegative(layers);
        if (width % heads != 0)
        {
            throw new ArgumentException($"expected a width that is a multiple of {heads} heads, got {width}.", nameof(width));
        }

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
    public override EntityEncoding forward(Tensor entities, Tensor present, Tensor? sight)
    {
        MaskedPooling.Check(nameof(AttentionEncoder), entities, present);
        using DisposeScope scope = NewDisposeScope();
        Tensor encoded = embed.call(MaskedPooling.Present(entities, present)).relu();
        foreach (AttentionBlock block in blocks)
        {
            encoded = block.call(encoded, present, sight);
        }

        encoded = MaskedPooling.Present(encoded, present);
        return new EntityEncoding(scope.MoveToOuter(encoded), scope.MoveToOuter(MaskedPooling.Mean(encoded, present)));
    }

    /// <summary>The attention weights of every block, to be looked at.</summary>
    /// <param name="entities"><c>(batch, entities, features)</c>.</param>
    /// <param name="present"><c>(batch, entities)</c> bool.</param>
    /// <param name="sight"><c>(batch, entities, entities)</c> bool, or null.</param>
    /// <returns>One map <c>(batch, heads, entities, entities)</c> a block; rows and columns of absent entities are 0.</returns>
    /// <exception cref="MaskShapeException">A mask does not fit the entities.</exception>
    public IReadOnlyList<Tensor> AttentionMaps(Tensor entities, Tensor present, Tensor? sight = null)
    {
        MaskedPooling.Check(nameof(AttentionEncoder), entities, present);
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> maps = [];
        Tensor encoded = embed.call(MaskedPooling.Present(entities, present)).relu();
        foreach (AttentionBlock block in blocks)
        {
            maps.Add(scope.MoveToOuter(block.Map(encoded, present, sight)));
            encoded = block.call(encoded, present, sight);
        }

        return maps;
    }
}
