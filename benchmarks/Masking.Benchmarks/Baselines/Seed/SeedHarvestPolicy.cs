using Masking.Samples.QuickStart;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Seed;

/// <summary>
/// <see cref="HarvestPolicy"/> with the heads of the baseline "seed", for the same trainer. Encoder, core and value come from the library.
/// </summary>
internal sealed class SeedHarvestPolicy : MaskedPolicy<HarvestPolicy.Observation, HarvestPolicy.Actions, SeedHarvestDistribution>
{
    private const int Channels = 6;
    private const int CoreWidth = 64;
    private const int PointerWidth = 64;

    private readonly ConvEncoder map;
    private readonly MlpCore core;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear order;
    private readonly ValueHead value;

    /// <summary>Creates a policy with given parameters.</summary>
    /// <param name="parameters">The parameters, by their names in <see cref="HarvestPolicy"/>.</param>
    public SeedHarvestPolicy(IReadOnlyDictionary<string, Tensor> parameters)
        : base(HarvestPolicy.Declaration with { Name = nameof(SeedHarvestPolicy) })
    {
        map = Register("Map", new ConvEncoder(Channels, MiniHarvest.Size, MiniHarvest.Size));
        core = Register("Core", new MlpCore(map.PooledWidth, CoreWidth));
        query = Register("query", nn.Linear(core.Width, PointerWidth));
        key = Register("key", nn.Linear(map.Width, PointerWidth, hasBias: false));
        order = Register("Order", nn.Linear(core.Width, Enum.GetValues<Order>().Length));
        value = Register("Value", new ValueHead(core.Width));
        KeepParameters();
        using IDisposable frozen = no_grad();
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            parameter.copy_(parameters[NameIn(parameters, name)]);
        }
    }

    public override SeedHarvestDistribution forward(HarvestPolicy.Observation input)
    {
        GridEncoding encoded = map.call(input.Map);
        Tensor latent = core.call(encoded.Pooled);
        Tensor queries = query.call(latent).mul(1 / Math.Sqrt(PointerWidth)).unsqueeze(-1);
        Tensor source = key.call(encoded.Cells.flatten(1, 2)).bmm(queries).squeeze(-1);
        return new SeedHarvestDistribution(
            source.masked_fill(input.SourceMask!.flatten(1).logical_not(), float.MinValue),
            order.call(latent).masked_fill(input.OrderMask!.logical_not(), float.MinValue),
            value.call(latent));
    }

    /// <summary>Maps a name to the name in <see cref="HarvestPolicy"/>, where query and key belong to the pointer "Source".</summary>
    private static string NameIn(IReadOnlyDictionary<string, Tensor> parameters, string name) =>
        parameters.ContainsKey(name) ? name : $"Source.{name}";
}
