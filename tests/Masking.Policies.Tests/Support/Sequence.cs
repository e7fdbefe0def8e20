using CsCheck;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>How long a random sequence is, and how often episodes start in it.</summary>
internal sealed record Length(int Steps, double Starts)
{
    public static Gen<Length> Any { get; } =
        Gen.Select(Gen.Int[0, 5], Gen.OneOf(Gen.Const(0.0), Gen.Const(0.3), Gen.Const(1.0)), (steps, starts) => new Length(steps, starts));
}

/// <summary>A random sequence of steps of a recurrent policy, with legal actions.</summary>
/// <param name="Observation">(steps, batch, …), and the memory before the first step (batch, width).</param>
/// <param name="Actions">(steps, batch, …).</param>
/// <param name="Starts">(steps, batch) bool.</param>
internal sealed record Sequence(Tensor?[] Observation, Tensor[] Actions, Tensor Starts)
{
    public static Sequence Of(Subject subject, Scene scene, Length length)
    {
        // One observation of all steps' rows, so that the sets of all steps are of one size.
        Tensor?[] rows = subject.Observe(scene with { Batch = length.Steps * scene.Batch });
        Tensor[] actions = subject.Act(rows, new RandomStream(scene.Seed)).Actions;
        Tensor?[] memory = subject.Observe(scene);
        bool[] starts = new bool[length.Steps * scene.Batch];
        Random random = new(scene.Seed);
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = random.NextDouble() < length.Starts;
        }

        Tensor Unflattened(Tensor tensor) => tensor.reshape([length.Steps, scene.Batch, .. tensor.shape[1..]]);

        return new Sequence(
            [
                .. rows.Select(
                    (tensor, i) =>
                        subject.Spec.Members[i].Kind == MemberKind.Memory ? memory[i]
                        : tensor is null ? null
                        : Unflattened(tensor)
                ),
            ],
            [.. actions.Select(Unflattened)],
            Observing.Mask(starts, length.Steps, scene.Batch));
    }

    /// <summary>A copy whose numbers gradients can be asked of.</summary>
    public Sequence WithLeaves() =>
        this with
        {
            Observation =
            [
                .. Observation.Select(tensor =>
                    tensor is not null && tensor.is_floating_point() ? tensor.detach().clone().requires_grad_() : tensor
                ),
            ],
        };

    /// <summary>The observation of one step, but for the memory, which is given.</summary>
    public Tensor?[] StepOf(Subject subject, long step, IEnumerable<Tensor?> memory)
    {
        Queue<Tensor?> remembered = new(memory);
        return
        [
            .. Observation.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.Memory ? remembered.Dequeue() : tensor?[step]),
        ];
    }

    /// <summary>The memory before the first step.</summary>
    public Tensor[] MemoryOf(Subject subject) =>
        [.. Observation.Where((_, i) => subject.Spec.Members[i].Kind == MemberKind.Memory).Select(tensor => tensor!)];
}
