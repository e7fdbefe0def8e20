using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>A residual block: masked attention, followed by a two-layer network per entity. Both are preceded by a layer norm.</summary>
internal sealed class AttentionBlock : nn.Module<Tensor, Tensor?, AttentionSets, Tensor>
{
    private readonly LayerNorm attentionNorm;
    private readonly MaskedAttention attention;
    private readonly LayerNorm layerNorm;
    private readonly Linear expand;
    private readonly Linear contract;

    public AttentionBlock(int width, int heads)
        : base(nameof(AttentionBlock))
    {
        attentionNorm = nn.LayerNorm(width);
        attention = new MaskedAttention(width, heads, width / heads);
        layerNorm = nn.LayerNorm(width);
        expand = Layers.Dense(width, 2 * width, Layers.Hidden);
        contract = Layers.Dense(2 * width, width, Layers.Output);
        register_module(nameof(attentionNorm), attentionNorm);
        register_module(nameof(attention), attention);
        register_module(nameof(layerNorm), layerNorm);
        register_module(nameof(expand), expand);
        register_module(nameof(contract), contract);
    }

    /// <summary>Computes the entities after the block, from rows of entities and of the other set: <c>(rows, width)</c>.</summary>
    public override Tensor forward(Tensor entities, Tensor? others, AttentionSets sets)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = entities.add(attention.Attend(attentionNorm.call(entities), Normalize(others), sets), Scalars.One);
        Tensor hidden = expand.call(layerNorm.call(attended)).relu();
        return attended.add(contract.call(hidden), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>The attention weights of the block for the same rows: <c>(batch, heads, entities, keys)</c>.</summary>
    public Tensor Map(Tensor entities, Tensor? others, AttentionSets sets, Tensor present, Tensor? sight, Tensor? othersPresent)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor normalized = sets.Own.Unpack(attentionNorm.call(entities));
        Tensor map = others is null || othersPresent is null
            ? attention.Map(normalized, present, sight)
            : attention.Map(normalized, present, sight, sets.Others!.Unpack(Normalize(others)!), othersPresent);
        return map.MoveToOuterDisposeScope();
    }

    private Tensor? Normalize(Tensor? others) => others is null ? null : attentionNorm.call(others);
}
