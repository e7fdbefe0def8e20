using System.Diagnostics.CodeAnalysis;
using Masking.Errors;
using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// A core with a memory: turns the encodings of all inputs and what it remembers into the latent <c>(rows, Width)</c> that every head
/// reads, and into what it remembers next. Derive from it for a core of your own, and give it the constructor <c>(int inputs, int
/// width)</c>, which generated code calls.
/// </summary>
/// <remarks>
/// One tensor <c>(batch, Width)</c> is remembered, the hidden state, which is the latent too; a core that derives from
/// <see cref="LstmCore"/> remembers the cell state besides. At the start of an episode both are zeros.
/// </remarks>
[DynamicallyAccessedMembers(PartFields.Kept)]
public abstract class RecurrentCore : nn.Module<Tensor, IReadOnlyList<Tensor>, Tensor?, Recurrence>
{
    private readonly int _remembered;

    /// <summary>A core that remembers its hidden state.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="width">Numbers in the latent.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
    protected RecurrentCore(string name, int width)
        : this(name, width, remembered: 1)
    {
    }

    private protected RecurrentCore(string name, int width, int remembered)
        : base(name) => (Width, _remembered, Member) = (Sizes.Positive(width), remembered, (name, nameof(Step)));

    /// <summary>Numbers in the latent, and in each tensor of the memory.</summary>
    public int Width { get; }

    /// <summary>The policy and the member that it is a part of, for errors; outside of a policy its own name.</summary>
    internal (string Policy, string Name) Member { get; set; }

    /// <summary>Numbers in the encodings of all inputs together; null where only the core knows.</summary>
    internal virtual int? Inputs => null;

    /// <summary>The number of tensors that it remembers.</summary>
    internal int Remembered => _remembered;

    /// <summary>Steps once, or through a sequence, with gradient through all steps.</summary>
    /// <param name="input"><c>(rows, inputs)</c>: one row per environment; in a sequence one per step and environment, step by
    /// step.</param>
    /// <param name="memory">The memory before the first step, each tensor <c>(batch, Width)</c>.</param>
    /// <param name="starts">
    /// <c>(steps, batch)</c> bool, true = the step is the first of an episode: the memory before it is zeros, and no gradient passes. Null
    /// for one step that continues.
    /// </param>
    /// <exception cref="MaskShapeException">The tensors do not fit each other or the core.</exception>
    public sealed override Recurrence forward(Tensor input, IReadOnlyList<Tensor> memory, Tensor? starts)
    {
        Check(input, memory, starts);
        using DisposeScope scope = NewDisposeScope();
        Tensor read = RequireRows(Read(input), input.size(0));
        Tensor[] state = [.. memory];
        if (starts is null)
        {
            state = Next(read, state);
            return Keep(scope, state[0].alias(), state, memory);
        }

        long batch = starts.size(1);
        List<Tensor> latents = [zeros(0, Width, input.dtype, input.device)];
        for (long step = 0; step < starts.size(0); step++)
        {
            Tensor first = starts.select(0, step);
            state = Next(read.narrow(0, step * batch, batch), [.. state.Select(tensor => WithoutMemory(tensor, first))]);
            latents.Add(state[0]);
        }

        return Keep(scope, cat(latents, 0), state, memory);
    }

    /// <summary>The part of a step that does not depend on the memory, for the rows of all steps at once.</summary>
    /// <param name="input"><c>(rows, inputs)</c>.</param>
    /// <returns><c>(rows, …)</c>, of which each step gets its rows.</returns>
    protected abstract Tensor Read(Tensor input);

    /// <summary>One step.</summary>
    /// <param name="read"><c>(batch, …)</c>: what <see cref="Read"/> made of the step's input.</param>
    /// <param name="memory">The memory before the step, each tensor <c>(batch, Width)</c>.</param>
    /// <returns>The memory after it, as many tensors <c>(batch, Width)</c>; the first one is the latent.</returns>
    protected abstract Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory);

    /// <summary>Registers the modules and parameters that fields hold, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Keep(GetType());
        base.RegisterComponents();
    }

    /// <summary>Zeros, also for the gradient, in the rows in which an episode starts.</summary>
    internal static Tensor WithoutMemory(Tensor memory, Tensor starts)
    {
        using DisposeScope scope = NewDisposeScope();
        return memory.masked_fill(MaskCapture.ForBackward(starts).unsqueeze(1), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>What leaves the scope. A tensor of the caller's does not: whoever disposes the result would dispose it too.</summary>
    private static Recurrence Keep(DisposeScope scope, Tensor latent, Tensor[] next, IReadOnlyList<Tensor> given)
    {
        Tensor[] kept = [.. next.Select(tensor => given.Any(known => ReferenceEquals(known, tensor)) ? tensor.alias() : tensor)];
        scope.MoveToOuter(kept);
        return new Recurrence(scope.MoveToOuter(latent), kept);
    }

    /// <summary>One step of what may be a core of the user's own.</summary>
    private Tensor[] Next(Tensor read, Tensor[] memory)
    {
        Tensor[] next = Step(read, memory);
        if (next?.Length != _remembered)
        {
            throw new InvalidOperationException($"{Member.Policy}.{Member.Name}: expected {_remembered} tensors of memory from "
                + $"{TypeText.Of(GetType())}.{nameof(Step)}, got {next?.Length ?? 0}.");
        }

        foreach (Tensor tensor in next)
        {
            OwnPart.Require(Member.Policy, Member.Name, this, nameof(Width), tensor, [memory[0].size(0), Width], memory[0].dtype);
        }

        return next;
    }

    /// <summary>What <see cref="Read"/> makes of the input has a row for every row of it: steps take theirs by their number.</summary>
    private Tensor RequireRows(Tensor read, long rows)
    {
        if (read is null || read.IsInvalid || read.dim() == 0 || read.size(0) != rows)
        {
            throw new MaskShapeException(Member.Policy, Member.Name, $"({rows}, …) from {TypeText.Of(GetType())}.{nameof(Read)}",
                TensorText.Of(read), "It must give a row for each that it gets.");
        }

        return read;
    }

    private void Check(Tensor input, IReadOnlyList<Tensor> memory, Tensor? starts)
    {
        string owner = GetName();
        Expect.Floating(owner, nameof(input), input, 2, "(rows, inputs)");
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Count != _remembered)
        {
            throw new ArgumentException($"{owner}: expected {_remembered} tensors of memory, got {memory.Count}.", nameof(memory));
        }

        if (starts is not null)
        {
            Expect.Alive(owner, nameof(starts), starts);
            if (starts.dim() != 2)
            {
                throw new MaskShapeException(owner, nameof(starts), "(steps, batch) bool", TensorText.Of(starts),
                    "It says for every step of every environment whether an episode starts there.");
            }

            Expect.Mask(owner, nameof(starts), starts, [starts.size(0), starts.size(1)], input.device);
            Expect.LeadingSize(owner, nameof(input), input, [starts.numel()]);
        }

        long batch = starts?.size(1) ?? input.size(0);
        foreach (Tensor tensor in memory)
        {
            if (tensor is null || tensor.IsInvalid || tensor.dtype != input.dtype || !Expect.HasSize(tensor, [batch, Width]))
            {
                throw new MaskShapeException(owner, nameof(memory), $"({batch}, {Width}) {TensorText.NameOf(input.dtype)}",
                    TensorText.Of(tensor), "The memory has one row per environment, as wide as the core.");
            }
        }
    }
}
