using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>
/// Numbers for operations on tensors. Each is made once and never released, so that none can die while native code reads it.
/// </summary>
[LooksAfterNumbers("Numbers are kept in a table.")]
internal static class Constant
{
    private static readonly ConcurrentDictionary<ValueType, Scalar> Known = [];

    public static Scalar Of(bool number) => Known.GetOrAdd(number, _ => number);

    public static Scalar Of(long number) => Known.GetOrAdd(number, _ => number);

    public static Scalar Of(float number) => Known.GetOrAdd(number, _ => number);

    public static Scalar Of(double number) => Known.GetOrAdd(number, _ => number);

    /// <summary>0, 1, … up to an end, which is excluded.</summary>
    public static Tensor Range(long end, ScalarType? type = null) => arange(Of(0), Of(end), Of(1), type);

    /// <summary>Whole numbers from a start up to an end, which is excluded.</summary>
    public static Tensor Range(long start, long end) => arange(Of(start), Of(end), Of(1));
}
