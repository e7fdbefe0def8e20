using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

internal static class MaskedGradient
{
    /// <summary>Asserts that the gradient of the sum of a result equals the reference, and is exactly 0 where masked.</summary>
    public static void IsTheReference(Numbers expected, Numbers logits, Numbers mask, Func<Tensor, Tensor, Tensor> result)
    {
        Tensor leaf = Gradient.Leaf(logits.Floats());
        Tensor legal = mask.Mask();
        Tensor gradient = Gradient.Of(result(leaf, legal), leaf);
        TensorAssert.Close(expected.Values, gradient, "gradient");
        TensorAssert.ZeroWhere(legal.logical_not(), gradient, "masked gradient");
    }
}
