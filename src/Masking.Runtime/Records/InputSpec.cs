using System.ComponentModel;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>The required shape and element type of one member of an observation or of actions, as declared in the policy.</summary>
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
    /// The shape, such as <c>(batch, entities, 9)</c>. A number is a constant size. A name is a size that is the same in all members that
    /// use the name.
    /// </summary>
    public string Shape { get; }

    /// <summary>Whether the member is a mask, of element type bool.</summary>
    public bool IsMask { get; }

    /// <summary>
    /// Whether the member may be null: an action mask that allows every choice, or a range that allows the declared interval.
    /// </summary>
    public bool IsOptional { get; }

    /// <summary>Whether the member is a tensor of a recurrent policy's memory.</summary>
    internal bool IsMemory { get; }

    /// <summary>Whether the member contains actions: indices of element type int64, or numbers of element type float32.</summary>
    internal bool IsAction { get; private init; }

    /// <summary>Whether the member contains numbers from intervals, or the ends of intervals, of element type float32.</summary>
    internal bool IsNumbers { get; private init; }

    /// <summary>The low and the high end of each declared interval of a range; empty for other members.</summary>
    internal float[] Declared { get; private init; } = [];

    /// <summary>Whether the member contains the ends of the intervals from which numbers are chosen.</summary>
    internal bool IsRange => IsNumbers && !IsAction;

    /// <summary>The numbers and names in <see cref="Shape"/>.</summary>
    internal IReadOnlyList<string> Axes { get; }

    /// <summary>Describes a dense input, of the policy's floating-point type.</summary>
    /// <param name="member">The name of the member.</param>
    /// <param name="shape">The shape, in the format of <see cref="Shape"/>.</param>
    public static InputSpec Dense(string member, string shape) => new(member, shape, isMask: false, isOptional: false);

    /// <summary>Describes a required mask, of element type bool.</summary>
    /// <inheritdoc cref="Dense" path="/param"/>
    public static InputSpec Mask(string member, string shape) => new(member, shape, isMask: true, isOptional: false);

    /// <summary>Describes a mask of element type bool that may be null, which allows every choice.</summary>
    /// <inheritdoc cref="Dense" path="/param"/>
    public static InputSpec OptionalMask(string member, string shape) => new(member, shape, isMask: true, isOptional: true);

    /// <summary>
    /// Describes the ends of the intervals from which numbers are chosen, of element type float32. It may be null, which allows the
    /// declared intervals.
    /// </summary>
    /// <param name="member">The name of the member.</param>
    /// <param name="shape">The shape, in the format of <see cref="Shape"/>.</param>
    /// <param name="declared">The low and the high end of each declared interval, which are those of the last axes.</param>
    public static InputSpec OptionalRange(string member, string shape, params ReadOnlySpan<float> declared) =>
        new(member, shape, isMask: false, isOptional: true) { IsNumbers = true, Declared = declared.ToArray() };

    /// <summary>
    /// Describes a tensor of a recurrent policy's memory, of the policy's floating-point type. It has no axis of steps: a sequence contains
    /// only the memory before its first step.
    /// </summary>
    /// <inheritdoc cref="Dense" path="/param"/>
    public static InputSpec Memory(string member, string shape) => new(member, shape, isMask: false, isOptional: false, isMemory: true);

    /// <summary>Describes the member in a sequence: with a leading axis of steps, unless it is a tensor of the memory.</summary>
    internal InputSpec ForSequences() => IsMemory ? this : new(Member, $"(steps, {Shape[1..]}", IsMask, IsOptional)
    {
        IsAction = IsAction,
        IsNumbers = IsNumbers,
        Declared = Declared,
    };

    /// <summary>Describes actions of element type int64: the index of a choice, or -1 for no action.</summary>
    /// <inheritdoc cref="Dense" path="/param"/>
    public static InputSpec Action(string member, string shape) => new(member, shape, isMask: false, isOptional: false) { IsAction = true };

    /// <summary>Describes numbers from intervals as actions, of element type float32: NaN for no action.</summary>
    /// <inheritdoc cref="Dense" path="/param"/>
    public static InputSpec Numbers(string member, string shape) =>
        new(member, shape, isMask: false, isOptional: false) { IsAction = true, IsNumbers = true };

    /// <summary>Returns the required element type.</summary>
    /// <param name="precision">The element type of dense inputs.</param>
    internal ScalarType ElementType(ScalarType precision) => IsMask ? ScalarType.Bool
        : IsNumbers ? ScalarType.Float32
        : IsAction ? ScalarType.Int64
        : precision;
}
