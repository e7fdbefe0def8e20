using Masking.Samples.QuickStart;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Benchmarks.Baselines.Seed;

/// <summary>
/// Two categorical distributions of TorchSharp, over a source and an order. Intermediate tensors join the current dispose scope.
/// </summary>
/// <param name="source">The logits <c>(batch, cells)</c>, with the lowest float where masked.</param>
/// <param name="order">The logits <c>(batch, orders)</c>, with the lowest float where masked.</param>
/// <param name="value">The state values <c>(batch)</c>.</param>
internal sealed class SeedHarvestDistribution(Tensor source, Tensor order, Tensor value)
    : IPolicyDistribution<SeedHarvestDistribution, HarvestPolicy.Actions>
{
    private readonly Categorical _source = distributions.Categorical(logits: source);
    private readonly Categorical _order = distributions.Categorical(logits: order);

    public Tensor? Value => value;

    /// <summary>Draws from TorchSharp's global generator, and advances the stream by one step.</summary>
    public HarvestPolicy.Actions Sample(RandomStream stream, double temperature = 1)
    {
        stream.Next(temperature);
        return new HarvestPolicy.Actions { Source = _source.sample(), Order = _order.sample() };
    }

    public HarvestPolicy.Actions Mode() => new() { Source = source.argmax(-1), Order = order.argmax(-1) };

    public Tensor LogProb(HarvestPolicy.Actions actions) => _source.log_prob(actions.Source).add(_order.log_prob(actions.Order));

    public Tensor Entropy() => _source.entropy().add(_order.entropy());

    public Tensor KlDivergence(SeedHarvestDistribution other) =>
        throw new NotSupportedException("TorchSharp has no divergence of categorical distributions.");

    public IEnumerable<(string Head, Tensor LogProb)> HeadLogProbs(HarvestPolicy.Actions actions) =>
        [(nameof(actions.Source), _source.log_prob(actions.Source)), (nameof(actions.Order), _order.log_prob(actions.Order))];

    public IEnumerable<(string Head, Tensor Entropy)> HeadEntropies(HarvestPolicy.Actions actions) =>
        [(nameof(actions.Source), _source.entropy()), (nameof(actions.Order), _order.entropy())];

    public void Dispose()
    {
        _source.Dispose();
        _order.Dispose();
        source.Dispose();
        order.Dispose();
        value.Dispose();
    }
}
