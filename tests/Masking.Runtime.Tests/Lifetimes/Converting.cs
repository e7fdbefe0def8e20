using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>Examples of allowed and forbidden conversions. They are not executed; the test reads their instructions.</summary>
[KeepsScalarsAlive("It is never run.")]
internal static class Converting
{
    private static Scalar? _kept;

    public static Tensor Adds(Tensor tensor) => tensor.add(tensor);

    public static Tensor AddsWithAlpha(Tensor tensor, Scalar alpha) => tensor.add(tensor, alpha);

    public static Tensor AlsoConvertsConditionally(Tensor tensor, bool isHalf) => tensor.mul(isHalf ? 0.5 : 2);

    public static Tensor Converts(Tensor tensor) => tensor.mul(2);

    public static Tensor Disposes(Tensor tensor)
    {
        using Scalar half = 0.5;
        return tensor.mul(half);
    }

    public static Tensor Keeps(Tensor tensor)
    {
        Scalar half = 0.5;
        return tensor.mul(half);
    }

    public static nn.Module MakesAModule() => nn.ELU();

    public static optim.Optimizer MakesAnOptimiser(nn.Module module) => optim.SGD(module.parameters(), 0.1);

    public static nn.Module MakesAnother() => nn.Linear(2, 2);

    public static Func<Tensor, Tensor> Names() => square;

    public static Tensor Negates(Tensor tensor) => tensor.neg().mul(tensor);

    public static Tensor Squares(Tensor tensor) => tensor.square();

    public static void Stores(bool isHalf) => _kept = isHalf ? (Scalar)0.5 : null;
}
