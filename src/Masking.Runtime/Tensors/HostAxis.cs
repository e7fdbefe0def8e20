using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>A leading axis of a <see cref="HostArray{T}"/>, which is indexed by an argument of <see cref="HostArray{T}.At"/>.</summary>
/// <param name="Name">The name of the argument, such as <c>entity</c>.</param>
/// <param name="Size">The size of the axis.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct HostAxis(string Name, int Size)
{
    private string NameWithArticle => Name.Length == 1 ? Name : ("aeiou".Contains(Name[0], StringComparison.Ordinal) ? "an " : "a ") + Name;

    /// <exception cref="ArgumentOutOfRangeException">The index is outside of the axis.</exception>
    internal void RequireInRange(string member, long index)
    {
        if ((ulong)index >= (ulong)Size)
        {
            throw new ArgumentOutOfRangeException(Name, index, Size == 0
                ? $"{member}: the axis '{Name}' has size 0, got index {index}."
                : $"{member}: expected {NameWithArticle} from 0 to {Size - 1}, got {index}.");
        }
    }
}
