using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Hosting;

/// <summary>Asserts that spans are parts of an observation's tensors, and that together they cover all of it.</summary>
internal sealed class Coverage<TObservation>(TObservation observation) where TObservation : ITensorRecord<TObservation>
{
    private readonly Dictionary<string, long> _covered = typeof(TObservation).GetProperties().ToDictionary(member => member.Name, _ => 0L);

    /// <summary>Asserts that the span is the memory of the tensor at the given indices of its leading axes.</summary>
    public void Is<T>(string member, Span<T> part, params long[] place) where T : unmanaged
    {
        Tensor tensor = Of(member);
        long offset = 0;
        long length = tensor.numel();
        for (int axis = 0; axis < place.Length; axis++)
        {
            length /= tensor.size(axis);
            offset += place[axis] * length;
        }

        Span<T> memory = MemoryMarshal.Cast<byte, T>(tensor.bytes);
        Assert.Equal((member, length), (member, part.Length));
        Assert.True(Unsafe.AreSame(ref part[0], ref memory[(int)offset]), $"{member}[{string.Join(", ", place)}] is elsewhere.");
        _covered[member] += length;
    }

    public void IsComplete() =>
        Assert.All(_covered, member => Assert.Equal((member.Key, Of(member.Key).numel()), (member.Key, member.Value)));

    private Tensor Of(string member)
    {
        PropertyInfo property = typeof(TObservation).GetProperty(member)!;
        return (Tensor)property.GetValue(observation)!;
    }
}
