using System.Collections;

namespace Masking.Declaration;

/// <summary>A list that equals another with equal items, so that records with lists are compared by their contents.</summary>
internal sealed class DeclaredList<T> : IReadOnlyList<T>
{
    private readonly T[] _items;

    /// <exception cref="ArgumentException">The list, or one of its items, is null.</exception>
    public DeclaredList(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        _items = [.. items];
        if (_items.Any(item => item is null))
        {
            throw new ArgumentException("expected items, got null.", nameof(items));
        }
    }

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is DeclaredList<T> other && _items.AsSpan().SequenceEqual(other._items);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>The items, as a record that contains the list writes them.</summary>
    public override string ToString() => $"[{string.Join(", ", _items)}]";
}
