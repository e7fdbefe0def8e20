using Masking.CompilerServices;
using Masking.Errors;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>
/// Resets and replaces the memory of a recurrent policy. Trainers that are generic over the policy use these methods.
/// </summary>
/// <example>
/// <code><![CDATA[
/// using var policy = new TMazePolicy();
/// var stream = new RandomStream(seed: 1);
/// var observation = new TMazePolicy.Observation { Corridor = rand(4, 6), TurnMask = null, Memory = policy.InitialMemory(batch: 4) };
/// using Step<TMazePolicy.Actions, TMazePolicy.Memory> step = policy.Act(observation, stream);
///
/// Tensor starts = tensor([false, true, false, false]);        // the episode of environment 1 ended
/// TMazePolicy.Memory memory = step.Memory.Reset(starts);      // zeros in row 1
/// observation = observation.WithMemory(memory);
///
/// [MaskedPolicy]
/// public sealed partial class TMazePolicy
/// {
///     [Observation(6)]          public partial MlpEncoder Corridor { get; }
///     [Core(16)]                public partial GruCore Core { get; }
///     [ActionMask(Choices = 3)] public partial Head<int> Turn { get; }
/// }
/// ]]></code>
/// </example>
public static class MemoryExtensions
{
    /// <summary>
    /// Resets the memory of environments in which an episode starts. Their rows are the initial memory, zeros, and receive no gradient.
    /// </summary>
    /// <typeparam name="TMemory">The memory of the policy.</typeparam>
    /// <param name="memory">The memory after a step, of tensors <c>(batch, width)</c>.</param>
    /// <param name="starts"><c>(batch)</c> bool, true = the next step is the first of an episode.</param>
    /// <returns>A new memory. It shares no tensors with <paramref name="memory"/>.</returns>
    /// <exception cref="MaskShapeException">
    /// <paramref name="starts"/> is not <c>(batch)</c> bool on the device of the memory, or a tensor was disposed.
    /// </exception>
    public static TMemory Reset<TMemory>(this TMemory memory, Tensor starts) where TMemory : IPolicyMemory<TMemory>
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(starts);
        Tensor?[] tensors = [.. memory.ToTensors()];
        string owner = TypeText.Of(typeof(TMemory));
        for (int i = 0; i < tensors.Length; i++)
        {
            Expect.Floating(owner, RecordText.NameOf<TMemory>(i), tensors[i]!, 2, "(batch, width)");
            Expect.Mask(owner, nameof(starts), starts, [tensors[i]!.size(0)], tensors[i]!.device);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor?[] reset = [.. tensors.Select(tensor => RecurrentCore.ResetMemory(tensor!, starts))];
        scope.MoveToOuter(reset.OfType<Tensor>());
        return TMemory.FromTensors(reset);
    }

    /// <summary>Returns a copy of the observation record with another memory. The tensors are not copied.</summary>
    /// <typeparam name="TObservation">The observations of the policy.</typeparam>
    /// <typeparam name="TMemory">The memory of the policy.</typeparam>
    /// <param name="observation">The observation.</param>
    /// <param name="memory">The memory that replaces <c>observation.Memory</c>.</param>
    public static TObservation WithMemory<TObservation, TMemory>(this TObservation observation, TMemory memory)
        where TObservation : IRecurrentObservation<TObservation, TMemory>
        where TMemory : IPolicyMemory<TMemory>
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(memory);
        IReadOnlyList<Tensor?> memoryTensors = memory.ToTensors();
        return TObservation.FromTensors([.. observation.ToTensors().SkipLast(memoryTensors.Count), .. memoryTensors]);
    }
}
