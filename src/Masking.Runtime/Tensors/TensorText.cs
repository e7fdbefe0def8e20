using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Tensors;

/// <summary>Formats the shape and the element type of a tensor: <c>(16, 5) bool</c>.</summary>
internal static class TensorText
{
    /// <summary>The largest number of elements that are written out.</summary>
    private const int MaxValues = 16;

    /// <summary>Shape, element type, and the device if it is not the CPU.</summary>
    public static string Of(Tensor? tensor) => tensor is null
        ? "null"
        : tensor.IsInvalid ? "a disposed tensor"
        : $"({string.Join(", ", tensor.shape)}) {NameOf(tensor.dtype)}"
            + (tensor.device_type == DeviceType.CPU ? "" : $" on {tensor.device}");

    /// <summary>As <see cref="Of"/>, followed by the values of a small tensor on the CPU: <c>(2) int64 [1, 0]</c>.</summary>
    public static string WithValues(Tensor? tensor)
    {
        if (tensor is null || tensor.IsInvalid || tensor.device_type != DeviceType.CPU || tensor.is_sparse
            || tensor.numel() is 0 or > MaxValues)
        {
            return Of(tensor);
        }

        string[]? values = Values(tensor);
        return values is null ? Of(tensor) : $"{Of(tensor)} {Nested(values, tensor.shape)}";
    }

    /// <summary>The name of an element type in PyTorch.</summary>
    public static string NameOf(ScalarType type) => type switch
    {
        ScalarType.Byte => "uint8",
        ScalarType.Int8 => "int8",
        ScalarType.Int16 => "int16",
        ScalarType.Int32 => "int32",
        ScalarType.Int64 => "int64",
        ScalarType.Float16 => "float16",
        ScalarType.Float32 => "float32",
        ScalarType.Float64 => "float64",
        ScalarType.BFloat16 => "bfloat16",
        ScalarType.Bool => "bool",
        _ => type.ToString(),
    };

    /// <summary>The elements in row-major order; null for element types that are not numbers or flags.</summary>
    private static string[]? Values(Tensor tensor)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return tensor.dtype switch
        {
            ScalarType.Bool => [.. HostMemory.Read<byte>(tensor).ToArray().Select(flag => flag == 0 ? "false" : "true")],
            ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 =>
                [.. HostMemory.Read<double>(tensor.to(ScalarType.Float64)).ToArray().Select(number =>
                    number.ToString("G5", CultureInfo.InvariantCulture))],
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64 =>
                [.. HostMemory.Read<long>(tensor.to(ScalarType.Int64)).ToArray().Select(number =>
                    number.ToString(CultureInfo.InvariantCulture))],
            _ => null,
        };
    }

    /// <summary>Formats the elements with one level of brackets per axis.</summary>
    private static string Nested(ReadOnlySpan<string> values, ReadOnlySpan<long> shape)
    {
        if (shape.IsEmpty)
        {
            return values[0];
        }

        string[] parts = new string[shape[0]];
        int length = (int)shape[1..].Product();
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = Nested(values.Slice(i * length, length), shape[1..]);
        }

        return $"[{string.Join(", ", parts)}]";
    }
}
