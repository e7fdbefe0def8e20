using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Masking.CompilerServices;

/// <summary>The choices of a head, and the index of each.</summary>
/// <typeparam name="T">An enum, <see langword="bool"/> or <see langword="int"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChoiceValues<T> where T : unmanaged
{
    /// <summary>The value of each choice; empty if the choices are the numbers from 0, which equal their indices.</summary>
    private readonly T[] _values;

    /// <summary>Creates choices from their values.</summary>
    /// <param name="values">The values in the order of the choices; empty if the choices are the numbers from 0.</param>
    /// <param name="names">The names of the values.</param>
    /// <exception cref="ArgumentException">There are not as many names as values.</exception>
    public ChoiceValues(ReadOnlySpan<T> values, ChoiceNames names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (!names.AreNumbers && names.Count != values.Length)
        {
            throw new ArgumentException($"expected {values.Length} names, got {names.Count}.", nameof(names));
        }

        (_values, Names, Count) = (values.ToArray(), names, names.Count);
    }

    /// <summary>The names of the choices, for the declaration of the policy.</summary>
    public ChoiceNames Names { get; }

    /// <summary>The number of choices.</summary>
    public int Count { get; }

    /// <summary>Gets the value of a choice.</summary>
    /// <param name="choice">The index of the choice.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="choice"/> is out of range.</exception>
    public T this[int choice] => _values.Length > 0 ? _values[choice]
        : (uint)choice < (uint)Count ? Unsafe.BitCast<int, T>(choice)
        : throw new IndexOutOfRangeException();

    /// <summary>Reads the chosen value at an index of actions.</summary>
    /// <param name="policy">The policy's name, for error messages.</param>
    /// <param name="member">The name of the declared member, for error messages.</param>
    /// <param name="actions">int64 indices of choices, of any shape.</param>
    /// <param name="place">The index on each axis.</param>
    /// <inheritdoc cref="ActionReader.Read" path="/exception"/>
    public T Read(string policy, string member, ActionSource actions, params ReadOnlySpan<long> place) =>
        this[ActionReader.Read(policy, member, actions, Count, place)];

    /// <summary>Reads the chosen value at an index of actions; null for -1, no action.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="ActionReader.ReadOrNone" path="/exception"/>
    public T? ReadOrNone(string policy, string member, ActionSource actions, params ReadOnlySpan<long> place) =>
        ActionReader.ReadOrNone(policy, member, actions, Count, place) is { } choice ? this[choice] : null;

    /// <summary>Returns the index of a choice.</summary>
    /// <param name="value">The value of the choice.</param>
    /// <param name="member">The name of the mask, for error messages.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not a choice.</exception>
    public int IndexOf(T value, string member)
    {
        // Fast path: numbers, and the values of enums without gaps, equal their indices.
        int index = BitsOf(value);
        bool isAtIndex = _values.Length == 0
            ? (uint)index < (uint)Count
            : (uint)index < (uint)_values.Length && EqualityComparer<T>.Default.Equals(_values[index], value);
        if (isAtIndex)
        {
            return index;
        }

        index = Array.IndexOf(_values, value);
        return index >= 0 ? index : throw InvalidChoice(value, member);
    }

    /// <summary>Returns the low 32 bits of a value. The caller compares the value at that index with the original.</summary>
    private static int BitsOf(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, byte>(value),
        2 => Unsafe.BitCast<T, short>(value),
        4 => Unsafe.BitCast<T, int>(value),
        _ => (int)Unsafe.BitCast<T, long>(value),
    };

    private ArgumentOutOfRangeException InvalidChoice(T value, string member)
    {
        string expected = Count == 0 ? "the head has no choices"
            : _values.Length == 0 ? $"expected a choice from 0 to {Count - 1}"
            : $"expected one of {string.Join(", ", _values)}";
        return new ArgumentOutOfRangeException("choice", value, $"{member}: {expected}, got {value}.");
    }
}
