using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The action values of a network, independent of the generated types.</summary>
internal sealed record ActionValues(
    Func<Tensor> Greedy,
    Func<double, RandomStream, Tensor> EpsilonGreedy,
    Func<double, Tensor> EpsilonGreedyProbs,
    Func<Tensor> All,
    Func<Tensor> Max,
    Func<Tensor, Tensor> Of,
    Action Release
) : IDisposable
{
    public static ActionValues From<TActions>(IActionValues<TActions> values) where TActions : class, ITensorRecord<TActions> => new(
        () => Only(values.Greedy()),
        (epsilon, stream) => Only(values.EpsilonGreedy(epsilon, stream)),
        epsilon => ((dynamic)values).EpsilonGreedyProbs(epsilon),
        () => ((dynamic)values).All,
        values.Max,
        actions => values.Of(actions is null ? null! : TActions.FromTensors([actions])),
        values.Dispose);

    public static Tensor Only<TActions>(TActions actions) where TActions : ITensorRecord<TActions> => Assert.Single(actions.ToTensors())!;

    public void Dispose() => Release();
}
