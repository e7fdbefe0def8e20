using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

internal static class Training
{
    private static readonly Scalar One = 1;
    private static readonly Scalar LearningRate = 1e-3;
    private static readonly Scalar Epsilon = 1e-8;

    /// <summary>
    /// One step, the first of Adam but in any element type, that makes sampled, or given, actions more probable, the policy less certain,
    /// and values smaller.
    /// </summary>
    public static void Step(Subject subject, Tensor?[] observation, Tensor[]? actions = null)
    {
        Judgement judgement = subject.Evaluate(observation, actions ?? subject.Act(observation, new RandomStream(1)).Actions);
        Tensor loss = judgement.LogProb.sum().neg();
        loss = actions is null ? loss.sub(judgement.Entropy.sum()) : loss;
        loss = judgement.Value is null ? loss : loss.Plus(judgement.Value.Squared().sum());
        foreach (Parameter parameter in subject.Module.parameters())
        {
            parameter.grad = null;
        }

        loss.backward();
        using IDisposable frozen = no_grad();
        foreach (Parameter parameter in subject.Module.parameters())
        {
            if (parameter.grad is { } gradient)
            {
                parameter.sub_(gradient.div(gradient.abs().add(Epsilon, One)).mul(LearningRate));
            }
        }
    }

    /// <summary>The numbers in every parameter, by name.</summary>
    public static Dictionary<string, double[]> Values(Subject subject) =>
        subject.Module.named_parameters().ToDictionary(pair => pair.name, pair => Same.Numbers(pair.parameter));
}
