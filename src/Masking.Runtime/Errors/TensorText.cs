using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>Says in an error what a tensor is: <c>(16, 5) bool</c>.</summary>
internal static class TensorText
{
    public static string Of(Tensor? tensor) => tensor is null
        ? "null"
        : $"({string.Join(", ", tensor.shape)}) {NameOf(tensor.dtype)}{(tensor.device_type == DeviceType.CPU ? "" : $" on {tensor.device}")}";

    /// <summary>The element type under the name that PyTorch's users know.</summary>
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
}
