using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>An index by which a part of a <see cref="HostBuffer{T}"/> is found.</summary>
/// <param name="Name">What is counted, as the argument is called: <c>entity</c>.</param>
/// <param name="Size">How many there are.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct HostAxis(string Name, int Size)
{
    private string Words => Name.Length == 1 ? Name : ("aeiou".Contains(Name[0], StringComparison.Ordinal) ? "an " : "a ") + Name;

    internal void Check(string member, int index)
    {
        if ((uint)index >= (uint)Size)
        {
            throw new ArgumentOutOfRangeException(Name, index, Size == 0
                ? $"{member}: there is no room for {Words}, got {index}."
                : $"{member}: expected {Words} from 0 to {Size - 1}, got {index}.");
        }
    }
}
