using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The values that a network gives, over tensors instead of the generated types.</summary>
internal sealed record Worth(
    Func<Tensor> Greedy,
    Func<double, RandomStream, Tensor> EpsilonGreedy,
    Func<Tensor> Max,
    Func<Tensor, Tensor> Of,
    Action Release
) : IDisposable
{
    public static Worth From<TActions>(IActionValues<TActions> values) where TActions : class, ITensorRecord<TActions> => new(
        () => Only(values.Greedy()),
        (epsilon, stream) => Only(values.EpsilonGreedy(epsilon, stream)),
        values.Max,
        actions => values.Of(actions is null ? null! : TActions.FromTensors([actions])),
        values.Dispose);

    public static Tensor Only<TActions>(TActions actions) where TActions : ITensorRecord<TActions> => Assert.Single(actions.ToTensors())!;

    public void Dispose() => Release();
}
