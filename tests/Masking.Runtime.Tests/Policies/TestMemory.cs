using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary>A memory as generated code writes them.</summary>
internal sealed record Recollection(Tensor Hidden, Tensor Cell) : IPolicyMemory<Recollection>
{
    public static Recollection Initial(long batch, ScalarType dtype = ScalarType.Float32, Device? device = null) =>
        new(zeros(batch, 3, dtype, device), zeros(batch, 3, dtype, device));

    public static IReadOnlyList<string> MemberNames => [nameof(Hidden), nameof(Cell)];

    public IReadOnlyList<Tensor?> ToTensors() => [Hidden, Cell];

    public static Recollection FromTensors(IReadOnlyList<Tensor?> tensors) => new(tensors[0]!, tensors[1]!);
}

/// <summary>An observation with a memory behind its own tensors.</summary>
internal sealed record Recalled(Tensor Numbers, Tensor? Mask, Recollection Memory) : IRecurrentObservation<Recalled, Recollection>
{
    public static IReadOnlyList<string> MemberNames => [nameof(Numbers), nameof(Mask), "Memory.Hidden", "Memory.Cell"];

    public IReadOnlyList<Tensor?> ToTensors() => [Numbers, Mask, Memory.Hidden, Memory.Cell];

    public static Recalled FromTensors(IReadOnlyList<Tensor?> tensors) => new(tensors[0]!, tensors[1], new(tensors[2]!, tensors[3]!));
}
