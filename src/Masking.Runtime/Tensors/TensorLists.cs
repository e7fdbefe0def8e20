using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class TensorLists
{
    /// <summary>The sum of at least one tensor, all of the same shape.</summary>
    public static Tensor Total(this IEnumerable<Tensor> tensors) => tensors.Aggregate((total, next) => total.add(next, Scalars.One));

    /// <summary>Concatenates tensors along an axis. A single tensor is returned as it is, without a copy.</summary>
    public static Tensor Concatenate(this IEnumerable<Tensor> tensors, long axis)
    {
        Tensor[] all = [.. tensors];
        return all is [Tensor only] ? only : cat(all, axis);
    }
}
