using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal static class Training
{
    /// <summary>One step that makes sampled, or given, actions more probable, the policy less certain, and values smaller.</summary>
    public static void Step(Subject subject, Tensor?[] observation, Tensor[]? actions = null)
    {
        using optim.Optimizer optimiser = optim.Adam(subject.Module.parameters(), lr: 1e-3);
        Judgement judgement = subject.Evaluate(observation, actions ?? subject.Act(observation, new RandomStream(1)).Actions);
        Tensor loss = judgement.LogProb.sum().neg();
        loss = actions is null ? loss.sub(judgement.Entropy.sum()) : loss;
        loss = judgement.Value is null ? loss : loss.add(judgement.Value.square().sum());
        optimiser.zero_grad();
        loss.backward();
        optimiser.step();
    }

    /// <summary>The numbers in every parameter, by name.</summary>
    public static Dictionary<string, double[]> Values(Subject subject) =>
        subject.Module.named_parameters().ToDictionary(pair => pair.name, pair => Same.Numbers(pair.parameter));
}
