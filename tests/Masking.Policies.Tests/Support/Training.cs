using Masking.Samples.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal static class Training
{
    /// <summary>One step that makes sampled, or given, actions more probable, the policy less certain, and values smaller.</summary>
    public static void Step(Subject subject, Tensor?[] observation, Tensor[]? actions = null)
    {
        Adam optimiser = new(subject.Module.parameters(), 1e-3);
        Judgement judgement = subject.Evaluate(observation, actions ?? subject.Act(observation, new RandomStream(1)).Actions);
        Tensor loss = judgement.LogProb.sum().neg();
        loss = actions is null ? loss.sub(judgement.Entropy.sum()) : loss;
        loss = judgement.Value is null ? loss : loss.Plus(judgement.Value.Squared().sum());
        optimiser.ZeroGrad();
        loss.backward();
        optimiser.Step();
    }

    /// <summary>The numbers in every parameter, by name.</summary>
    public static Dictionary<string, double[]> Values(Subject subject) =>
        subject.Module.named_parameters().ToDictionary(pair => pair.name, pair => Same.Numbers(pair.parameter));
}
