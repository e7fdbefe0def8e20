using CsCheck;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Options of a random sequence: the number of steps, and the probability that an episode starts at a step.</summary>
internal sealed record SequenceOptions(int Steps, double Starts)
{
    public static Gen<SequenceOptions> Any { get; } =
        Gen.Select(
            Gen.Int[0, 5],
            Gen.OneOf(Gen.Const(0.0), Gen.Const(0.3), Gen.Const(1.0)),
            (steps, starts) => new SequenceOptions(steps, starts));
}

/// <summary>A random sequence of steps of a recurrent policy, with legal actions.</summary>
/// <param name="Observation">The observations (steps, batch, …), and the memory before the first step (batch, width).</param>
/// <param name="Actions">The actions (steps, batch, …).</param>
/// <param name="Starts">(steps, batch) bool, true = the step is the first of an episode.</param>
internal sealed record Sequence(Tensor?[] Observation, Tensor[] Actions, Tensor Starts)
{
    public static Sequence Of(Subject subject, BatchOptions options, SequenceOptions length)
    {
        // One observation for the rows of all steps, so that sets have the same size at all steps.
        Tensor?[] rows = subject.Observe(options with { Batch = length.Steps * options.Batch });
        Tensor[] actions = subject.Act(rows, new RandomStream(options.Seed)).Actions;
        Tensor?[] memory = subject.Observe(options);
        bool[] starts = new bool[length.Steps * options.Batch];
        Random random = new(options.Seed);
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = random.NextDouble() < length.Starts;
        }

        Tensor Unflattened(Tensor tensor) => tensor.reshape([length.Steps, options.Batch, .. tensor.shape[1..]]);

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
            Observing.Mask(starts, length.Steps, options.Batch));
    }

    /// <summary>Returns a copy whose floating-point tensors require gradients.</summary>
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

    /// <summary>Returns the observation of one step, with the given memory.</summary>
    public Tensor?[] StepOf(Subject subject, long step, IEnumerable<Tensor?> memory)
    {
        Queue<Tensor?> remembered = new(memory);
        return
        [
            .. Observation.Select((tensor, i) => subject.Spec.Members[i].Kind == MemberKind.Memory ? remembered.Dequeue() : tensor?[step]),
        ];
    }

    /// <summary>Returns the memory before the first step.</summary>
    public Tensor[] MemoryOf(Subject subject) =>
        [.. Observation.Where((_, i) => subject.Spec.Members[i].Kind == MemberKind.Memory).Select(tensor => tensor!)];
}
