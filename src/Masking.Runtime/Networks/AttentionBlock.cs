using Masking.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Networks;

/// <summary>One residual block: attention, to further keys too where they are given, then a layer per entity, each behind a norm.</summary>
internal sealed class AttentionBlock : nn.Module<Tensor, Tensor?, AttendingSets, Tensor>
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

    /// <summary>Rows of entities, and of others that they attend to: <c>(rows, width)</c>.</summary>
    public override Tensor forward(Tensor entities, Tensor? others, AttendingSets sets)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor attended = entities.add(attention.Attend(attentionNorm.call(entities), Normalised(others), sets), Scalars.One);
        Tensor hidden = expand.call(layerNorm.call(attended)).relu();
        return attended.add(contract.call(hidden), Scalars.One).MoveToOuterDisposeScope();
    }

    /// <summary>The attention weights of the same rows.</summary>
    public Tensor Map(Tensor entities, Tensor? others, AttendingSets sets, Tensor present, Tensor? sight, Tensor? othersPresent)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor normalised = sets.Own.Unpack(attentionNorm.call(entities));
        Tensor map = others is null || othersPresent is null
            ? attention.Map(normalised, present, sight)
            : attention.Map(normalised, present, sight, sets.Others!.Unpack(Normalised(others)!), othersPresent);
        return map.MoveToOuterDisposeScope();
    }

    private Tensor? Normalised(Tensor? others) => others is null ? null : attentionNorm.call(others);
}
