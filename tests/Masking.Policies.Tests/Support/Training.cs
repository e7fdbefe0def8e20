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
    /// Takes one optimizer step, equal to the first step of Adam but for any element type. It increases the probability of sampled or given
    /// actions and the entropy, and decreases the values.
    /// </summary>
    public static void Step(Subject subject, Tensor?[] observation, Tensor[]? actions = null)
    {
        SubjectEvaluation evaluation = subject.Evaluate(observation, actions ?? subject.Act(observation, new RandomStream(1)).Actions);
        Tensor loss = evaluation.LogProb.sum().neg();
        loss = actions is null ? loss.sub(evaluation.Entropy.sum()) : loss;
        loss = evaluation.Value is null ? loss : loss.Plus(evaluation.Value.Squared().sum());
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

    /// <summary>Returns the values of every parameter, by name.</summary>
    public static Dictionary<string, double[]> Values(Subject subject) =>
        subject.Module.named_parameters().ToDictionary(pair => pair.name, pair => Same.Numbers(pair.parameter));
}
