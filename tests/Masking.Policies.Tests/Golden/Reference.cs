using Masking.Runtime.Tests.Golden;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>Holds a policy whose logits are observed to reference values.</summary>
internal static class Reference
{
    /// <summary>Log-probability and entropy are the reference's.</summary>
    public static void Values(Subject subject, Tensor?[] observation, Tensor[] actions, Numbers logProb, Numbers entropy)
    {
        using SubjectDistribution distribution = subject.Forward(observation);
        TensorAssert.Close(logProb.Values, distribution.LogProb(actions), "log-probability");
        TensorAssert.Close(entropy.Values, distribution.Entropy(), "entropy");
    }

    /// <summary>The gradient with respect to what is observed is the reference's.</summary>
    /// <param name="expected">Of the sum of the result.</param>
    /// <param name="observed">What is observed, or a part of it.</param>
    /// <param name="result">From what is observed.</param>
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
