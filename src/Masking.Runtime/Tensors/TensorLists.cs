using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class TensorLists
{
    /// <summary>The sum of tensors of one shape; at least one.</summary>
    public static Tensor Total(this IEnumerable<Tensor> tensors) => tensors.Aggregate((total, next) => total.add(next, Scalars.One));

    /// <summary>Tensors side by side along an axis; a single one is itself.</summary>
    public static Tensor Beside(this IEnumerable<Tensor> tensors, long axis)
    {
        Tensor[] all = [.. tensors];
        return all is [Tensor only] ? only : cat(all, axis);
    }
}
