using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests;

/// <summary>
/// Scalars for operations on tensors. Each is created once and never released, so that native code never reads a released scalar.
/// </summary>
[KeepsScalarsAlive("Numbers are kept in a table.")]
internal static class Constant
{
    private static readonly ConcurrentDictionary<ValueType, Scalar> Known = [];

    public static Scalar Of(bool number) => Known.GetOrAdd(number, _ => number);

    public static Scalar Of(long number) => Known.GetOrAdd(number, _ => number);

    public static Scalar Of(float number) => Known.GetOrAdd(number, _ => number);

    public static Scalar Of(double number) => Known.GetOrAdd(number, _ => number);

    /// <summary>Returns 0, 1, … up to an exclusive end.</summary>
    public static Tensor Range(long end, ScalarType? type = null) => arange(Of(0), Of(end), Of(1), type);

    /// <summary>Returns integers from a start up to an exclusive end.</summary>
    public static Tensor Range(long start, long end) => arange(Of(start), Of(end), Of(1));
}
