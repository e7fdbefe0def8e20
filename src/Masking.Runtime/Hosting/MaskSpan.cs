using Masking.CompilerServices;

namespace Masking;

/// <summary>The mask of one head and actor, indexed by the choice: <c>mask[Order.Attack] = false</c>.</summary>
/// <example>
/// <code><![CDATA[
/// using var batch = new HeistPolicy.Batch(environments: 8);
/// MaskSpan<Tool> mask = batch.ToolMask(environment: 3);
/// mask[Tool.Drill] = false;                                   // the drill is broken
/// mask.AllowOnly(Tool.Rope, Tool.Key);                        // no other tool is in reach
///
/// public enum Tool { Rope, Key, Drill, Lamp }
///
/// [MaskedPolicy]
/// public sealed partial class HeistPolicy
/// {
///     [Observation(16)] public partial MlpEncoder Room { get; }
///     [ActionMask]      public partial Head<Tool> Tool { get; }
/// }
/// ]]></code>
/// </example>
/// <typeparam name="T">
/// The type of a choice: an enum, <see langword="bool"/>, or <see langword="int"/> for numbers, entities and cells.
/// </typeparam>
public readonly ref struct MaskSpan<T> where T : unmanaged
{
    private readonly Span<bool> _mask;
    private readonly ChoiceValues<T> _choices;
    private readonly string _name;

    /// <summary>Creates a mask over existing memory.</summary>
    /// <param name="name">The name of the mask, for error messages.</param>
    /// <param name="mask">The memory: one flag for each choice, true = legal.</param>
    /// <param name="choices">The choices.</param>
    /// <exception cref="ArgumentException">The number of flags differs from the number of choices.</exception>
    public MaskSpan(string name, Span<bool> mask, ChoiceValues<T> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        if (mask.Length != choices.Count)
        {
            throw new ArgumentException($"{name}: expected {choices.Count} flags, one for each choice, got {mask.Length}.", nameof(mask));
        }

        _name = name;
        _mask = mask;
        _choices = choices;
    }

    /// <summary>The number of choices.</summary>
    public int Count => _mask.Length;

    /// <summary>The flags, in the order of the choices.</summary>
    public Span<bool> Flags => _mask;

    /// <summary>Whether a choice is legal.</summary>
    /// <param name="choice">The choice.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="choice"/> is not a choice of the head.</exception>
    public ref bool this[T choice] => ref _mask[_choices.IndexOf(choice, _name)];

    /// <summary>Makes every choice legal.</summary>
    public void AllowAll() => _mask.Fill(true);

    /// <summary>Makes every choice illegal.</summary>
    public void AllowNone() => _mask.Clear();

    /// <summary>Makes the given choices legal, and all other choices illegal.</summary>
    /// <param name="choices">The legal choices.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not a choice of the head. The mask is not changed.</exception>
    public void AllowOnly(params ReadOnlySpan<T> choices)
    {
        foreach (T choice in choices)
        {
            _choices.IndexOf(choice, _name);
        }

        _mask.Clear();
        foreach (T choice in choices)
        {
            this[choice] = true;
        }
    }
}
