using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking;

/// <summary>One residual block: attention, then a layer per entity, each behind a norm.</summary>
internal sealed class AttentionBlock : nn.Module<Tensor, Tensor, Tensor?, Tensor>
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

    public override Tensor forward(Tensor entities, Tensor present, Tensor? sight)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = entities.add(attention.call(attentionNorm.call(entities), present, sight));
        Tensor hidden = expand.call(layerNorm.call(attended)).relu();
        return attended.add(contract.call(hidden)).MoveToOuterDisposeScope();
    }

    public Tensor Map(Tensor entities, Tensor present, Tensor? sight)
    {
        using Tensor normalised = attentionNorm.call(entities);
        return attention.Map(normalised, present, sight);
    }
}
