using Masking.CompilerServices;

namespace Masking;

/// <summary>The mask of one head, addressed by what is chosen: <c>mask[Order.Attack] = false</c>.</summary>
/// <typeparam name="T">The type of a choice: an enum, <see langword="bool"/>, or <see langword="int"/> for numbers, entities and
/// cells.</typeparam>
public readonly ref struct MaskSpan<T> where T : unmanaged
{
    private readonly Span<bool> _mask;
    private readonly ChoiceValues<T> _choices;
    private readonly string _name;

    /// <summary>A mask over given memory.</summary>
    /// <param name="name">What it is called, for errors.</param>
    /// <param name="mask">One flag for each choice.</param>
    /// <param name="choices">What is chosen.</param>
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

    /// <summary>The flags themselves, in the order of the choices.</summary>
    public Span<bool> Flags => _mask;

    /// <summary>Whether a choice is legal.</summary>
    /// <param name="choice">The choice.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public ref bool this[T choice] => ref _mask[_choices.IndexOf(choice, _name)];

    /// <summary>Makes every choice legal.</summary>
    public void AllowAll() => _mask.Fill(true);

    /// <summary>Makes no choice legal.</summary>
    public void AllowNone() => _mask.Clear();

    /// <summary>Makes these choices legal, and no other.</summary>
    /// <param name="choices">The legal choices.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is none. Then nothing has changed.</exception>
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
