using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary>A memory like those in generated code.</summary>
internal sealed record TestMemory(Tensor Hidden, Tensor Cell) : IPolicyMemory<TestMemory>
{
    public static TestMemory Initial(long batch, ScalarType dtype = ScalarType.Float32, Device? device = null) =>
        new(zeros(batch, 3, dtype, device), zeros(batch, 3, dtype, device));

    public static IReadOnlyList<string> MemberNames => [nameof(Hidden), nameof(Cell)];

    public IReadOnlyList<Tensor?> ToTensors() => [Hidden, Cell];

    public static TestMemory FromTensors(IReadOnlyList<Tensor?> tensors) => new(tensors[0]!, tensors[1]!);
}

/// <summary>An observation whose last tensors are those of a memory.</summary>
internal sealed record TestObservation(Tensor Numbers, Tensor? Mask, TestMemory Memory) : IRecurrentObservation<TestObservation, TestMemory>
{
    public static IReadOnlyList<string> MemberNames => [nameof(Numbers), nameof(Mask), "Memory.Hidden", "Memory.Cell"];

    public IReadOnlyList<Tensor?> ToTensors() => [Numbers, Mask, Memory.Hidden, Memory.Cell];

    public static TestObservation FromTensors(IReadOnlyList<Tensor?> tensors) =>
        new(tensors[0]!, tensors[1], new(tensors[2]!, tensors[3]!));
}
