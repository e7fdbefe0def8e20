using System.ComponentModel;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>What one member of an observation, or of actions, must be, in the declaration's own words.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class InputSpec
{
    private InputSpec(string member, string shape, bool isMask, bool isOptional, bool isMemory = false)
    {
        IsMemory = isMemory;
        Member = member;
        Shape = shape;
        IsMask = isMask;
        IsOptional = isOptional;
        Axes = shape.Trim('(', ')').Split(", ");
    }

    /// <summary>The name of the member.</summary>
    public string Member { get; }

    /// <summary>
    /// The shape, as <c>(batch, entities, 9)</c>: a number stands for itself, and a name for one size wherever it is used.
    /// </summary>
    public string Shape { get; }

    /// <summary>Whether it is a mask (bool), and not a dense input.</summary>
    public bool IsMask { get; }

    /// <summary>Whether null is allowed.</summary>
    public bool IsOptional { get; }

    /// <summary>Whether it is a tensor of a recurrent policy's memory.</summary>
    internal bool IsMemory { get; }

    internal bool IsAction { get; private init; }

    internal IReadOnlyList<string> Axes { get; }

    /// <summary>A dense input of the policy's floating-point type.</summary>
    public static InputSpec Dense(string member, string shape) => new(member, shape, isMask: false, isOptional: false);

    /// <summary>A mask that cannot be left out.</summary>
    public static InputSpec Mask(string member, string shape) => new(member, shape, isMask: true, isOptional: false);

    /// <summary>A mask that may be null, which allows everything.</summary>
    public static InputSpec OptionalMask(string member, string shape) => new(member, shape, isMask: true, isOptional: true);

    /// <summary>
    /// A tensor of a recurrent policy's memory, of the policy's floating-point type: a sequence has that before its first step.
    /// </summary>
    public static InputSpec Memory(string member, string shape) => new(member, shape, isMask: false, isOptional: false, isMemory: true);

    /// <summary>The same over several steps: all but the memory with an axis of steps in front.</summary>
    internal InputSpec OfSequences() => IsMemory ? this : new(Member, $"(steps, {Shape[1..]}", IsMask, IsOptional);

    /// <summary>Actions: int64, the index of a choice or -1 for none.</summary>
    public static InputSpec Action(string member, string shape) => new(member, shape, isMask: false, isOptional: false) { IsAction = true };

    /// <summary>The element type, given that of dense inputs.</summary>
    internal ScalarType TypeUnder(ScalarType precision) => IsMask ? ScalarType.Bool : IsAction ? ScalarType.Int64 : precision;
}
