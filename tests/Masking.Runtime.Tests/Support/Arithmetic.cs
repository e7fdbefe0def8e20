using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>
/// Arithmetic with scalars that are kept alive. The operators of TorchSharp convert numbers to scalars that may be released too early.
/// </summary>
internal static class Arithmetic
{
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, Constant.Of(1));

    public static Tensor Plus(this Tensor left, long right) => left.add(Constant.Of(right), Constant.Of(1));

    public static Tensor Plus(this Tensor left, double right) => left.add(Constant.Of(right), Constant.Of(1));

    public static Tensor Squared(this Tensor tensor) => tensor.mul(tensor);
}
