using Masking.Runtime.Tests.Golden;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>Compares a policy, whose logits are its observation, with reference values.</summary>
internal static class Reference
{
    /// <summary>Asserts that log-probability and entropy equal the reference values.</summary>
    public static void Values(Subject subject, Tensor?[] observation, Tensor[] actions, Numbers logProb, Numbers entropy)
    {
        using SubjectDistribution distribution = subject.Forward(observation);
        TensorAssert.Close(logProb.Values, distribution.LogProb(actions), "log-probability");
        TensorAssert.Close(entropy.Values, distribution.Entropy(), "entropy");
    }

    /// <summary>Asserts that the gradient with respect to the observation equals the reference.</summary>
    /// <param name="expected">The gradient of the sum of the result.</param>
    /// <param name="observed">The observation, or a part of it.</param>
    /// <param name="result">Computes the result from the observation.</param>
    /// <returns>The gradient.</returns>
    public static Tensor IsGradient(Numbers expected, Tensor observed, Func<Tensor, Tensor> result)
    {
        Tensor leaf = Gradient.Leaf(observed);
        Tensor gradient = Gradient.Of(result(leaf), leaf);
        TensorAssert.Close(expected.Values, gradient, "gradient");
        return gradient;
    }

    /// <summary>As <see cref="IsGradient(Numbers, Tensor, Func{Tensor, Tensor})"/>, of masked logits, where it is exactly 0.</summary>
    public static void IsGradient(Numbers expected, Numbers logits, Tensor legal, Func<Tensor, Tensor> result) =>
        TensorAssert.ZeroWhere(legal.logical_not(), IsGradient(expected, logits.Floats(), result), "masked gradient");
}
