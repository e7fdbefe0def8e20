using System.Diagnostics.CodeAnalysis;
using Masking.Errors;
using Masking.Networks;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Base class of the cores with a memory: maps the concatenated encodings of all inputs and the memory to the latent <c>(rows, Width)</c>,
/// the input of every head, and to the next memory. A derived class has a constructor <c>(int inputs, int width)</c>, which the generated
/// code calls.
/// </summary>
/// <remarks>
/// The memory is one tensor <c>(batch, Width)</c>, the hidden state, which is also the latent. A core that derives from
/// <see cref="LstmCore"/> has a second one, the cell state. Both are zeros at the start of an episode.
/// </remarks>
/// <example>
/// <code>
/// using TorchSharp.Modules;
///
/// public sealed class ElmanCore : RecurrentCore
/// {
///     private static readonly Scalar one = 1;                         // a temporary scalar may be released too early
///
///     private readonly Linear fromInput;
///     private readonly Linear fromHidden;
///
///     public ElmanCore(int inputs, int width) : base(nameof(ElmanCore), width)
///     {
///         fromInput = nn.Linear(inputs, width);
///         fromHidden = nn.Linear(width, width);
///         RegisterComponents();
///     }
///
///     protected override Tensor Read(Tensor input) =&gt; fromInput.call(input);                    // for the rows of all steps
///
///     protected override Tensor[] Step(Tensor read, IReadOnlyList&lt;Tensor&gt; memory)
///     {
///         using DisposeScope scope = NewDisposeScope();
///         return [read.add(fromHidden.call(memory[0]), one).tanh().MoveToOuterDisposeScope()];   // (batch, Width)
///     }
/// }
/// </code>
/// </example>
[DynamicallyAccessedMembers(PartFields.Preserved)]
public abstract class RecurrentCore : nn.Module<Tensor, IReadOnlyList<Tensor>, Tensor?, Recurrence>
{
    private readonly int _memoryTensors;

    /// <summary>Creates a core whose memory is the hidden state.</summary>
    /// <param name="name">The name of the module.</param>
    /// <param name="width">The width of the latent.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> is not positive.</exception>
    /// <exception cref="TorchSharpLoadException">The native libraries of TorchSharp do not load.</exception>
    protected RecurrentCore(string name, int width)
        : this(name, width, memoryTensors: 1)
    {
    }

    private protected RecurrentCore(string name, int width, int memoryTensors)
        : base(TorchLibrary.LoadFor(name)) =>
        (Width, _memoryTensors, Member) = (Sizes.Positive(width), memoryTensors, (name, nameof(Step)));

    /// <summary>The width of the latent and of each tensor of the memory.</summary>
    public int Width { get; }

    /// <summary>The policy and the member that the core belongs to, for errors. Outside of a policy, the name of the core.</summary>
    internal (string Policy, string Name) Member { get; set; }

    /// <summary>The width of the concatenated encodings of all inputs; null if only the derived class knows it.</summary>
    internal virtual int? Inputs => null;

    /// <summary>The classes whose methods compute a step.</summary>
    internal IEnumerable<Type?> ComputedBy =>
    [
        ((Func<Tensor, Tensor>)Read).Method.DeclaringType,
        ((Func<Tensor, IReadOnlyList<Tensor>, Tensor[]>)Step).Method.DeclaringType,
    ];

    /// <summary>The number of tensors of the memory.</summary>
    internal int MemoryTensors => _memoryTensors;

    /// <summary>Computes one step, or a sequence of steps with gradients through all of them.</summary>
    /// <param name="input"><c>(rows, inputs)</c>: one row per environment. In a sequence, one row per step and environment, with all
    /// environments of a step next to each other.</param>
    /// <param name="memory">The memory before the first step. Each tensor is <c>(batch, Width)</c>.</param>
    /// <param name="starts">
    /// <c>(steps, batch)</c> bool, true = the step is the first of an episode. The memory is then zeros, and no gradient flows to earlier
    /// steps. Null for a single step that starts no episode.
    /// </param>
    /// <returns>The latent of every row <c>(rows, Width)</c>, and the memory after the last step.</returns>
    /// <exception cref="MaskShapeException">A tensor has a wrong shape, element type or device, or a derived class returns a wrong
    /// shape.</exception>
    /// <exception cref="ArgumentException">The memory does not have as many tensors as the core needs.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Step"/> returned another number of tensors.</exception>
    public sealed override Recurrence forward(Tensor input, IReadOnlyList<Tensor> memory, Tensor? starts)
    {
        Check(input, memory, starts);
        using DisposeScope scope = NewDisposeScope();
        Tensor read = RequireReadRows(Read(input), input.size(0));
        Tensor[] state = [.. memory];
        if (starts is null)
        {
            state = CheckedStep(read, state);
            return ToResult(scope, state[0].alias(), state, memory);
        }

        long batch = starts.size(1);
        List<Tensor> latents = [zeros(0, Width, input.dtype, input.device)];
        for (long step = 0; step < starts.size(0); step++)
        {
            Tensor first = starts.select(0, step);
            state = CheckedStep(read.narrow(0, step * batch, batch), [.. state.Select(tensor => ResetMemory(tensor, first))]);
            latents.Add(state[0]);
        }

        return ToResult(scope, cat(latents, 0), state, memory);
    }

    /// <summary>Computes the part of a step that does not depend on the memory, for the rows of all steps at once.</summary>
    /// <param name="input"><c>(rows, inputs)</c>.</param>
    /// <returns><c>(rows, …)</c>. The rows of a step are passed to <see cref="Step"/>.</returns>
    protected abstract Tensor Read(Tensor input);

    /// <summary>Computes one step.</summary>
    /// <param name="read">The result of <see cref="Read"/> for the step: <c>(batch, …)</c>.</param>
    /// <param name="memory">The memory before the step. Each tensor is <c>(batch, Width)</c>.</param>
    /// <returns>The memory after the step: the same number of tensors <c>(batch, Width)</c>. The first one is the latent.</returns>
    protected abstract Tensor[] Step(Tensor read, IReadOnlyList<Tensor> memory);

    /// <summary>Registers the modules and parameters that are stored in fields, under the names of the fields.</summary>
    protected override void RegisterComponents()
    {
        PartFields.Preserve(GetType());
        base.RegisterComponents();
    }

    /// <summary>Replaces the memory by zeros, through which no gradient flows, in the rows in which an episode starts.</summary>
    internal static Tensor ResetMemory(Tensor memory, Tensor starts)
    {
        using DisposeScope scope = NewDisposeScope();
        return memory.masked_fill(MaskCapture.ForBackward(starts).unsqueeze(1), Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Moves the result out of the scope. A tensor that a step returns unchanged is aliased, so that disposing the result does not dispose
    /// the tensor of the caller.
    /// </summary>
    private static Recurrence ToResult(DisposeScope scope, Tensor latent, Tensor[] next, IReadOnlyList<Tensor> memory)
    {
        Tensor[] result = [.. next.Select(tensor => memory.Any(input => ReferenceEquals(input, tensor)) ? tensor.alias() : tensor)];
        scope.MoveToOuter(result);
        return new Recurrence(scope.MoveToOuter(latent), result);
    }

    /// <summary>Computes one step and checks the result, because the core may be a custom one.</summary>
    private Tensor[] CheckedStep(Tensor read, Tensor[] memory)
    {
        Tensor[] next = Step(read, memory);
        if (next?.Length != _memoryTensors)
        {
            throw new InvalidOperationException($"{Member.Policy}.{Member.Name}: expected {_memoryTensors} tensors of memory from "
                + $"{TypeText.Of(GetType())}.{nameof(Step)}, got {next?.Length ?? 0}.");
        }

        foreach (Tensor tensor in next)
        {
            CustomParts.RequireOutput(Member.Policy, Member.Name, this, nameof(Width), tensor, [memory[0].size(0), Width], memory[0].dtype);
        }

        return next;
    }

    /// <summary>Requires that the result of <see cref="Read"/> has one row for each row of the input.</summary>
    private Tensor RequireReadRows(Tensor read, long rows)
    {
        if (read is null || read.IsInvalid || read.dim() == 0 || read.size(0) != rows)
        {
            throw new MaskShapeException(Member.Policy, Member.Name, $"({rows}, …) from {TypeText.Of(GetType())}.{nameof(Read)}",
                TensorText.Of(read), "The result needs one row for each row of the input.");
        }

        return read;
    }

    private void Check(Tensor input, IReadOnlyList<Tensor> memory, Tensor? starts)
    {
        string owner = GetName();
        Expect.Floating(owner, nameof(input), input, 2, "(rows, inputs)");
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Count != _memoryTensors)
        {
            throw new ArgumentException($"{owner}: expected {_memoryTensors} tensors of memory, got {memory.Count}.", nameof(memory));
        }

        if (starts is not null)
        {
            Expect.Alive(owner, nameof(starts), starts);
            if (starts.dim() != 2)
            {
                throw new MaskShapeException(owner, nameof(starts), "(steps, batch) bool", TensorText.Of(starts),
                    "It has one flag for every step of every environment, true = an episode starts.");
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
