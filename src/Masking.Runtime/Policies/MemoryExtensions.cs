using Masking.CompilerServices;
using Masking.Errors;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What a trainer does with the memory of a recurrent policy, whatever its members are.</summary>
public static class MemoryExtensions
{
    /// <summary>
    /// The memory before the next step, where some environments begin an episode: the initial one in their rows, with no gradient.
    /// </summary>
    /// <param name="memory">The memory after a step.</param>
    /// <param name="starts"><c>(batch)</c> bool, true = the next step is the first of an episode.</param>
    /// <returns>A memory with tensors of its own.</returns>
    /// <exception cref="MaskShapeException"><paramref name="starts"/> is not a <c>(batch)</c> bool on the memory's device.</exception>
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

    /// <summary>The same observation with another memory.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="memory">What it remembers instead.</param>
    public static TObservation WithMemory<TObservation, TMemory>(this TObservation observation, TMemory memory)
        where TObservation : IRecurrentObservation<TObservation, TMemory>
        where TMemory : IPolicyMemory<TMemory>
    {
        ArgumentNullException.ThrowIfNull(observation);
        ArgumentNullException.ThrowIfNull(memory);
        IReadOnlyList<Tensor?> remembered = memory.ToTensors();
        return TObservation.FromTensors([.. observation.ToTensors().SkipLast(remembered.Count), .. remembered]);
    }
}
