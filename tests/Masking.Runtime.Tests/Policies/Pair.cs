using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary>A record of two tensors, like those in generated code: numbers, and a mask or actions that may be null.</summary>
internal sealed record Pair(Tensor First, Tensor? Second) : ITensorRecord<Pair>
{
    public static IReadOnlyList<string> MemberNames => [nameof(First), nameof(Second)];

    public IReadOnlyList<Tensor?> ToTensors() => [First, Second];

    public static Pair FromTensors(IReadOnlyList<Tensor?> tensors) => new(tensors[0]!, tensors[1]);
}
