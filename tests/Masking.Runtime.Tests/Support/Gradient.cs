using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

internal static class Gradient
{
    /// <summary>A copy of the numbers that gradients can be asked of.</summary>
    public static Tensor Leaf(Tensor numbers) => numbers.detach().clone().requires_grad_();

    /// <summary>The gradient of the sum of a result; zeros where the result does not depend on the leaf at all.</summary>
    public static Tensor Of(Tensor result, Tensor leaf)
    {
        if (result.requires_grad)
        {
            result.sum().backward();
        }

        return leaf.grad?.clone() ?? zeros_like(leaf).detach();
    }

    /// <summary>The gradient under different weights for each number of the result, which a sum would let cancel.</summary>
    public static Tensor OfWeighted(Tensor result, Tensor leaf) => Of(result.mul(Weights(result)), leaf);

    private static Tensor Weights(Tensor like) => Constant.Range(like.numel(), like.dtype).cos().Plus(0.1).reshape(like.shape);
}
