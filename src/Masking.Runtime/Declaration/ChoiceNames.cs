using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Masking;

/// <summary>
/// The names of the choices of a head, in the order of their indices: the names of enum values, <c>false</c> and <c>true</c>, or the
/// numbers from 0. Numbers are not stored, however many there are.
/// </summary>
/// <example>
/// <code>
/// ChoiceNames orders = ["Hold", "Move", "Attack"];
/// int attack = orders.IndexOf("Attack");          // 2
/// Console.WriteLine(ChoiceNames.Numbers(5));      // 0 to 4
/// </code>
/// </example>
[CollectionBuilder(typeof(ChoiceNames), nameof(Create))]
public sealed class ChoiceNames : IReadOnlyList<string>, IEquatable<ChoiceNames>
{
    private readonly string[]? _names;
    private Dictionary<string, int>? _indices;

    private ChoiceNames(int count, string[]? names) => (Count, _names) = (count, names);

    /// <summary>The number of choices.</summary>
    public int Count { get; }

    /// <summary>Whether the choices are the numbers from 0.</summary>
    public bool AreNumbers => _names is null;

    /// <summary>Gets the name of a choice.</summary>
    /// <param name="index">The index of the choice.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not the index of a choice.</exception>
    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _names?[index] ?? index.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Creates a list of names. Collection expressions call the method.</summary>
    /// <param name="names">The names, in the order of the choices.</param>
    public static ChoiceNames Create(ReadOnlySpan<string> names) => new(names.Length, names.ToArray());

    /// <summary>Creates the names of the choices 0 … <paramref name="count"/> - 1.</summary>
    /// <param name="count">The number of choices.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static ChoiceNames Numbers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new ChoiceNames(count, names: null);
    }

    /// <summary>Returns the index of a choice; -1 if no choice has the name.</summary>
    /// <param name="name">The name of the choice.</param>
    public int IndexOf(string name)
    {
        if (_names is null)
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < Count
                && this[number] == name ? number : -1;
        }

        _indices ??= ToIndices(_names);
        return _indices.GetValueOrDefault(name, -1);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns whether both have the same names in the same order.</summary>
    /// <param name="other">The other names.</param>
    public bool Equals(ChoiceNames? other) => other is not null && Count == other.Count
        && (_names is null ? other._names is null : other._names is not null && _names.AsSpan().SequenceEqual(other._names));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChoiceNames);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, _names?.FirstOrDefault(), _names?.LastOrDefault());

    /// <summary>The names with commas between them, or the first and the last number: <c>0 to 4</c>.</summary>
    public override string ToString() => _names is not null ? string.Join(", ", _names) : $"0 to {Count - 1}";

    private static Dictionary<string, int> ToIndices(string[] names)
    {
        Dictionary<string, int> indices = new(names.Length, StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            indices.TryAdd(names[i], i);
        }

        return indices;
    }
}
