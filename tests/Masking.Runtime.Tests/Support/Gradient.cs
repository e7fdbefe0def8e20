using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

internal static class Gradient
{
    /// <summary>Creates a copy that requires gradients.</summary>
    public static Tensor Leaf(Tensor numbers) => numbers.detach().clone().requires_grad_();

    /// <summary>Returns the gradient of the sum of a result; zeros if the result does not depend on the leaf.</summary>
    public static Tensor Of(Tensor result, Tensor leaf)
    {
        if (result.requires_grad)
        {
            result.sum().backward();
        }

        return leaf.grad?.clone() ?? zeros_like(leaf).detach();
    }

    /// <summary>Returns the gradient of a weighted sum of a result. Different weights prevent that terms cancel.</summary>
    public static Tensor OfWeighted(Tensor result, Tensor leaf) => Of(result.mul(Weights(result)), leaf);

    private static Tensor Weights(Tensor like) => Constant.Range(like.numel(), like.dtype).cos().Plus(0.1).reshape(like.shape);
}
