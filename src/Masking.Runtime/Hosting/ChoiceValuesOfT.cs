using System.ComponentModel;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>What a head chooses among, and which choice each value is.</summary>
/// <typeparam name="T">An enum, <see langword="bool"/> or <see langword="int"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ChoiceValues<T> where T : unmanaged
{
    /// <summary>Empty where the choices are the numbers from 0, which are their own places.</summary>
    private readonly T[] _values;

    /// <summary>Choices among values.</summary>
    /// <param name="values">The value of every choice, in the order of the choices.</param>
    public ChoiceValues(params ReadOnlySpan<T> values)
        : this(values.Length, values.ToArray())
    {
    }

    internal ChoiceValues(int count, T[] values) => (Count, _values) = (count, values);

    /// <summary>The number of choices.</summary>
    public int Count { get; }

    /// <summary>The value of a choice.</summary>
    /// <param name="choice">The index of the choice.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such choice.</exception>
    public T this[int choice] => _values.Length > 0 ? _values[choice]
        : (uint)choice < (uint)Count ? Unsafe.BitCast<int, T>(choice)
        : throw new IndexOutOfRangeException();

    /// <summary>Reads the value that was chosen at a place.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="member">The name of the declared member, for errors.</param>
    /// <param name="actions">int64 indices of choices, of any shape.</param>
    /// <param name="place">One index for each axis.</param>
    /// <inheritdoc cref="ActionReader.ReadAction" path="/exception"/>
    public T Read(string policy, string member, Tensor actions, params ReadOnlySpan<long> place) =>
        this[ActionReader.ReadAction(policy, member, actions, Count, place)];

    /// <summary>Reads the value that was chosen at a place; null where there is no action.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="ActionReader.Read" path="/exception"/>
    public T? ReadOrNone(string policy, string member, Tensor actions, params ReadOnlySpan<long> place) =>
        ActionReader.Read(policy, member, actions, Count, place) is { } choice ? this[choice] : null;

    /// <summary>The choice that a value is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="member">Where it is asked for, for the error.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no choice.</exception>
    public int IndexOf(T value, string member)
    {
        // Without gaps the value is its own place: for most enums, and for all numbers, this is the whole search.
        int place = Number(value);
        bool isItsPlace = _values.Length == 0
            ? (uint)place < (uint)Count
            : (uint)place < (uint)_values.Length && EqualityComparer<T>.Default.Equals(_values[place], value);
        if (isItsPlace)
        {
            return place;
        }

        place = Array.IndexOf(_values, value);
        return place >= 0 ? place : throw NoChoice(value, member);
    }

    /// <summary>The bits of a value as far as they fit; what comes of it is compared with the value.</summary>
    private static int Number(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<T, byte>(value),
        2 => Unsafe.BitCast<T, short>(value),
        4 => Unsafe.BitCast<T, int>(value),
        _ => (int)Unsafe.BitCast<T, long>(value),
    };

    private ArgumentOutOfRangeException NoChoice(T value, string member)
    {
        string expected = Count == 0 ? "there is nothing to choose"
            : _values.Length == 0 ? $"expected a choice from 0 to {Count - 1}"
            : $"expected one of {string.Join(", ", _values)}";
        return new ArgumentOutOfRangeException("choice", value, $"{member}: {expected}, got {value}.");
    }
}
