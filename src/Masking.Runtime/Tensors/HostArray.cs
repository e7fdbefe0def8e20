using System.ComponentModel;

namespace Masking.CompilerServices;

/// <summary>The base class of arrays in host memory, which environments write to and which native libraries read in place.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HostArray
{
    private protected HostArray(string owner, string member, ReadOnlySpan<long> shape)
    {
        Member = member;
        Name = $"{owner}.{member}";
        Shape = shape.ToArray();
    }

    /// <summary>The name of the array in error messages, such as <c>SkirmishPolicy.Batch.Units</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the member, such as <c>Units</c>.</summary>
    internal string Member { get; }

    /// <summary>The size of each axis; the first is the environments.</summary>
    internal long[] Shape { get; }

    /// <summary>The number of elements.</summary>
    internal abstract int Length { get; }

    /// <summary>The size of the memory in bytes.</summary>
    internal abstract long LengthInBytes { get; }

    /// <summary>The address of the first element. The memory does not move.</summary>
    internal abstract nint Address { get; }

    /// <summary>Resets the elements of one environment to their initial values.</summary>
    internal abstract void Clear(int environment);

    /// <summary>Forgets the memory. It is collected when no span refers to it.</summary>
    internal abstract void Release();
}
