using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Checks the arguments of the distributions before any native call that could end the process.</summary>
internal static class Expect
{
    private const string SizeAdvice = "Nothing is reshaped for you, because a guess would be silent.";
    private const string MaskAdvice = "A mask is bool, true = allowed; convert numbers with mask.to(torch.@bool).";

    public static void Floating(string owner, string argument, Tensor tensor, int rank, string shape)
    {
        ArgumentNullException.ThrowIfNull(tensor, argument);
        if (tensor.dim() != rank || !tensor.is_floating_point())
        {
            throw new MaskShapeException(owner, argument, $"{shape} of floating point", TensorText.Of(tensor), "Convert numbers with tensor.to(torch.float32).");
        }
    }

    /// <summary>A mask, where there is one, has the size and the device of what it masks: no broadcasting, no reshaping.</summary>
    public static void Mask(string owner, string argument, Tensor? mask, ReadOnlySpan<long> size, Device device)
    {
        if (mask is null)
        {
            return;
        }

        if (mask.dtype != ScalarType.Bool || !HasSize(mask, size) || !mask.IsOn(device))
        {
            throw new MaskShapeException(owner, argument, $"{Text(size)} bool{On(device)}", TensorText.Of(mask), MaskAdvice);
        }
    }

    /// <summary>Actions are int64 of the actors' shape; those of present actors are -1 (no action) or the index of a choice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <paramref name="choices"/>.</exception>
    public static void Actions(string owner, string argument, Tensor actions, ActorRows actors, long choices, Device device)
    {
        ActionSize(owner, argument, actions, actors.Shape, device);
        using DisposeScope scope = NewDisposeScope();
        InRange(owner, argument, actors.Gather(actions), choices);
    }

    /// <inheritdoc cref="Actions(string, string, Tensor, ActorRows, long, Device)"/>
    public static void Actions(string owner, string argument, Tensor actions, ReadOnlySpan<long> size, long choices, Device device)
    {
        ActionSize(owner, argument, actions, size, device);
        InRange(owner, argument, actions, choices);
    }

    /// <summary>A tensor has exactly this size.</summary>
    public static void Size(string owner, string argument, Tensor tensor, ReadOnlySpan<long> size)
    {
        ArgumentNullException.ThrowIfNull(tensor, argument);
        if (!HasSize(tensor, size))
        {
            throw new MaskShapeException(owner, argument, Text(size), TensorText.Of(tensor), SizeAdvice);
        }
    }

    /// <summary>A tensor begins with axes of this size.</summary>
    public static void LeadingSize(string owner, string argument, Tensor tensor, ReadOnlySpan<long> size)
    {
        ArgumentNullException.ThrowIfNull(tensor, argument);
        if (tensor.dim() < size.Length || !LeadsWith(tensor, size))
        {
            throw new MaskShapeException(owner, argument, $"({string.Join(", ", size.ToArray())}, …)", TensorText.Of(tensor), SizeAdvice);
        }
    }

    public static void SameActors(string owner, ActorRows actors, ActorRows others)
    {
        if (!actors.IsSameAs(others))
        {
            throw new ArgumentException($"{owner}: the two distributions are over different actors: {actors.Rows} in {Text(actors.Shape)} here, "
                + $"{others.Rows} in {Text(others.Shape)} there. Compare distributions made from observations with the same presence masks.");
        }
    }

    public static void ActionSize(string owner, string argument, Tensor actions, ReadOnlySpan<long> size, Device device)
    {
        ArgumentNullException.ThrowIfNull(actions, argument);
        if (actions.dtype != ScalarType.Int64 || !HasSize(actions, size) || !actions.IsOn(device))
        {
            throw new MaskShapeException(owner, argument, $"{Text(size)} int64{On(device)}", TensorText.Of(actions), "An action is the index of a choice, or -1 for no action.");
        }
    }

    /// <summary>Actions are -1 (no action) or the index of a choice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <paramref name="choices"/>.</exception>
    public static void InRange(string owner, string argument, Tensor actions, long choices)
    {
        using DisposeScope? scope = actions.is_cpu() && actions.is_contiguous() ? null : NewDisposeScope();
        ReadOnlySpan<long> numbers = HostMemory.Read<long>(actions);
        if (AreInRange(numbers, choices))
        {
            return;
        }

        foreach (long action in numbers)
        {
            if (!AreInRange([action], choices))
            {
                throw new ArgumentOutOfRangeException(argument, action, $"{owner}.{argument}: expected actions from 0 to {choices - 1}, or -1 for no action.");
            }
        }
    }

    /// <summary>Looks at all of them, which is faster than to stop at one.</summary>
    private static bool AreInRange(ReadOnlySpan<long> actions, long choices)
    {
        Vector256<long> outside = Vector256<long>.Zero;
        int whole = actions.Length & -Vector256<long>.Count;
        for (int i = 0; i < whole; i += Vector256<long>.Count)
        {
            Vector256<long> some = Vector256.Create(actions.Slice(i, Vector256<long>.Count));
            outside |= Vector256.LessThan(some, Vector256.Create(-1L)) | Vector256.GreaterThan(some, Vector256.Create(choices - 1));
        }

        bool areInRange = outside == Vector256<long>.Zero;
        foreach (long action in actions[whole..])
        {
            areInRange &= action >= -1 && action < choices;
        }

        return areInRange;
    }

    public static bool HasSize(Tensor tensor, ReadOnlySpan<long> size) => tensor.dim() == size.Length && LeadsWith(tensor, size);

    private static bool LeadsWith(Tensor tensor, ReadOnlySpan<long> size)
    {
        for (int axis = 0; axis < size.Length; axis++)
        {
            if (tensor.size(axis) != size[axis])
            {
                return false;
            }
        }

        return true;
    }

    public static string Text(ReadOnlySpan<long> size) => $"({string.Join(", ", size.ToArray())})";

    private static string On(Device device) => device.type == DeviceType.CPU ? "" : $" on {device}";
}
