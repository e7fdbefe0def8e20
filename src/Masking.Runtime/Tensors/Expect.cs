using System.Runtime.Intrinsics;
using Masking.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>Checks the arguments of the distributions before any native call that could end the process.</summary>
internal static class Expect
{
    private const string NoReshapeAdvice = "Tensors are not reshaped automatically.";

    /// <summary>Requires a tensor that was not disposed.</summary>
    public static void Alive(string owner, string argument, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor, argument);
        if (tensor.IsInvalid)
        {
            throw new MaskShapeException(owner, argument, "a tensor", TensorText.Of(tensor), DisposedAdvice);
        }
    }

    /// <summary>Requires a floating-point tensor with <paramref name="rank"/> axes.</summary>
    public static void Floating(string owner, string argument, Tensor tensor, int rank, string shape)
    {
        Alive(owner, argument, tensor);
        if (tensor.dim() != rank)
        {
            throw new MaskShapeException(owner, argument, $"{shape} of floating point", TensorText.Of(tensor), AxesAdvice(tensor, rank));
        }

        RequireFloating(owner, argument, tensor, shape);
    }

    /// <summary>Requires a floating-point tensor with at least one axis.</summary>
    public static void FloatingRows(string owner, string argument, Tensor tensor, string shape)
    {
        Alive(owner, argument, tensor);
        if (tensor.dim() == 0)
        {
            throw new MaskShapeException(owner, argument, $"{shape} of floating point", TensorText.Of(tensor), "Give it one axis or more.");
        }

        RequireFloating(owner, argument, tensor, shape);
    }

    /// <summary>Requires that a mask is null, or is bool and has exactly this size and this device. Masks are not broadcast.</summary>
    public static void Mask(string owner, string argument, Tensor? mask, ReadOnlySpan<long> size, Device device)
    {
        if (mask is null)
        {
            return;
        }

        if (mask.IsInvalid || mask.dtype != ScalarType.Bool || !HasSize(mask, size) || !mask.IsOn(device))
        {
            string advice = mask.IsInvalid ? DisposedAdvice
                : mask.dtype != ScalarType.Bool ? "A mask is bool, true = allowed; convert numbers with mask.to(torch.@bool)."
                : !HasSize(mask, size) ? SizeAdvice("mask", mask, size)
                : DeviceAdvice("mask", device);
            throw new MaskShapeException(owner, argument, $"{Text(size)} bool{On(device)}", TensorText.Of(mask), advice);
        }
    }

    /// <summary>Requires a floating-point target of exactly this size and this device.</summary>
    public static void Target(string owner, string argument, Tensor target, ReadOnlySpan<long> size, Device device)
    {
        Size(owner, argument, target, size);
        RequireFloating(owner, argument, target, Text(size));
        if (!target.IsOn(device))
        {
            throw new MaskShapeException(
                owner, argument, $"{Text(size)} of floating point{On(device)}", TensorText.Of(target), DeviceAdvice(argument, device));
        }
    }

    /// <summary>Requires int64 actions of this size, each of which is -1 (no action) or the index of a choice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An action is below -1, or not below <paramref name="choices"/>.</exception>
    public static void Actions(string owner, string argument, Tensor actions, ReadOnlySpan<long> size, long choices, Device device)
    {
        ActionSize(owner, argument, actions, size, device);
        InRange(owner, argument, actions, choices);
    }

    /// <summary>Requires a tensor of exactly this size.</summary>
    public static void Size(string owner, string argument, Tensor tensor, ReadOnlySpan<long> size)
    {
        Alive(owner, argument, tensor);
        if (!HasSize(tensor, size))
        {
            throw new MaskShapeException(owner, argument, Text(size), TensorText.Of(tensor), SizeAdvice(argument, tensor, size));
        }
    }

    /// <summary>Requires a tensor whose leading axes have this size.</summary>
    public static void LeadingSize(string owner, string argument, Tensor tensor, ReadOnlySpan<long> size)
    {
        Alive(owner, argument, tensor);
        if (tensor.dim() < size.Length || !LeadsWith(tensor, size))
        {
            string advice = tensor.dim() < size.Length ? AxesAdvice(tensor, size.Length, orMore: true) : WrongAxis(tensor, size);
            throw new MaskShapeException(owner, argument, $"({string.Join(", ", size.ToArray())}, …)", TensorText.Of(tensor), advice);
        }
    }

    /// <summary>Requires candidates whose encodings have the width that the head was built for.</summary>
    public static void Candidates(string owner, string argument, Tensor candidates, long width)
    {
        if (candidates.size(-1) != width)
        {
            throw new MaskShapeException(owner, argument, $"encodings of {width} numbers each", TensorText.Of(candidates),
                "Give encodings of the width that the head was built for, which is the Width of the encoder.");
        }
    }

    /// <summary>Requires int64 actions of this size and this device.</summary>
    public static void ActionSize(string owner, string argument, Tensor actions, ReadOnlySpan<long> size, Device device)
    {
        ArgumentNullException.ThrowIfNull(actions, argument);
        if (actions.IsInvalid || actions.dtype != ScalarType.Int64 || !HasSize(actions, size) || !actions.IsOn(device))
        {
            string advice = actions.IsInvalid ? DisposedAdvice
                : actions.dtype != ScalarType.Int64 ? "An action is the index of a choice, or -1 for no action; convert numbers with "
                    + "actions.to(torch.int64)."
                : !HasSize(actions, size) ? SizeAdvice("actions", actions, size)
                : DeviceAdvice("actions", device);
            throw new MaskShapeException(owner, argument, $"{Text(size)} int64{On(device)}", TensorText.Of(actions), advice);
        }
    }

    /// <summary>Requires numbers of exactly this size, element type and device.</summary>
    public static void Numbers(
        string owner, string argument, Tensor numbers, ReadOnlySpan<long> size, ScalarType type, Device device)
    {
        ArgumentNullException.ThrowIfNull(numbers, argument);
        if (numbers.IsInvalid || numbers.dtype != type || !HasSize(numbers, size) || !numbers.IsOn(device))
        {
            string name = TensorText.NameOf(type);
            string advice = numbers.IsInvalid ? DisposedAdvice
                : numbers.dtype != type ? $"Convert numbers with {argument}.to(torch.{name})."
                : !HasSize(numbers, size) ? SizeAdvice(argument, numbers, size)
                : DeviceAdvice(argument, device);
            throw new MaskShapeException(owner, argument, $"{Text(size)} {name}{On(device)}", TensorText.Of(numbers), advice);
        }
    }

    /// <summary>Requires that no end of an interval is NaN. Tensors on other devices are not read.</summary>
    /// <param name="owner">The name of the policy or the class.</param>
    /// <param name="argument">The name of the member or the argument.</param>
    /// <param name="range"><c>(rows, …)</c>, floating point.</param>
    /// <exception cref="ArgumentException">An end is NaN.</exception>
    public static void NoNaN(string owner, string argument, Tensor range)
    {
        if (range.is_cpu() && NaNRows.Of(range) is { Count: > 0 } rows)
        {
            throw new ArgumentException($"{owner}.{argument}: expected the ends of intervals, got NaN in {RowText.Of(rows)}. Where no "
                + "number is legal, pass a low end above the high end.", argument);
        }
    }

    /// <summary>Requires that each action is -1 (no action) or the index of a choice.</summary>
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
                throw new ArgumentOutOfRangeException(argument, action, choices == 0
                    ? $"{owner}.{argument}: there is nothing to choose from; expected -1, no action."
                    : $"{owner}.{argument}: expected actions from 0 to {choices - 1}, or -1 for no action.");
            }
        }
    }

    /// <summary>Tests all actions without an early exit, which is faster.</summary>
    private static bool AreInRange(ReadOnlySpan<long> actions, long choices)
    {
        Vector256<long> outside = Vector256<long>.Zero;
        int whole = actions.Length & -Vector256<long>.Count;
        for (int i = 0; i < whole; i += Vector256<long>.Count)
        {
            Vector256<long> block = Vector256.Create(actions.Slice(i, Vector256<long>.Count));
            outside |= Vector256.LessThan(block, Vector256.Create(-1L)) | Vector256.GreaterThan(block, Vector256.Create(choices - 1));
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

    /// <summary>The remedy for a disposed tensor.</summary>
    public const string DisposedAdvice = "It was disposed, or the dispose scope that it was made in has ended; give a tensor that is "
        + "still alive.";

    /// <summary>The remedy for a tensor of a wrong size.</summary>
    /// <param name="name">The name of the tensor in the message.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="size">The expected size.</param>
    public static string SizeAdvice(string name, Tensor tensor, ReadOnlySpan<long> size)
    {
        if (CanExpand(tensor, size))
        {
            return $"Tensors are not broadcast; if all rows are the same, pass {name}.expand{Text(size)}.";
        }

        return tensor.dim() != size.Length ? AxesAdvice(tensor, size.Length) : WrongAxis(tensor, size);
    }

    /// <summary>The remedy for a tensor on a wrong device.</summary>
    public static string DeviceAdvice(string name, Device device) => $"Move it with {name}.to(torch.device(\"{device}\")).";

    private static void RequireFloating(string owner, string argument, Tensor tensor, string shape)
    {
        if (!tensor.is_floating_point())
        {
            throw new MaskShapeException(owner, argument, $"{shape} of floating point", TensorText.Of(tensor),
                "Convert numbers with tensor.to(torch.float32).");
        }
    }

    private static string AxesAdvice(Tensor tensor, long rank, bool orMore = false) =>
        $"It has {tensor.dim()} {(tensor.dim() == 1 ? "axis" : "axes")} instead of {rank}{(orMore ? " or more" : "")}. {NoReshapeAdvice}";

    /// <summary>Names the first axis whose size differs.</summary>
    private static string WrongAxis(Tensor tensor, ReadOnlySpan<long> size)
    {
        int axis = 0;
        while (tensor.size(axis) == size[axis])
        {
            axis++;
        }

        return $"Axis {axis} must be {size[axis]} and is {tensor.size(axis)}. {NoReshapeAdvice}";
    }

    /// <summary>Whether <c>expand</c> can bring a tensor to this size.</summary>
    private static bool CanExpand(Tensor tensor, ReadOnlySpan<long> size)
    {
        int added = size.Length - (int)tensor.dim();
        if (added < 0 || tensor.dim() == 0)
        {
            return false;
        }

        for (int axis = 0; axis < tensor.dim(); axis++)
        {
            if (tensor.size(axis) != 1 && tensor.size(axis) != size[added + axis])
            {
                return false;
            }
        }

        return true;
    }

    private static string On(Device device) => device.type == DeviceType.CPU ? "" : $" on {device}";
}
