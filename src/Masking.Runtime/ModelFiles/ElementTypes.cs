using static TorchSharp.torch;

namespace Masking.ModelFiles;

/// <summary>The element types of the safetensors format that policies can have.</summary>
internal static class ElementTypes
{
    private static readonly (string Name, ScalarType Type, int Size)[] All =
    [
        ("BOOL", ScalarType.Bool, 1),
        ("U8", ScalarType.Byte, 1),
        ("I8", ScalarType.Int8, 1),
        ("I16", ScalarType.Int16, 2),
        ("I32", ScalarType.Int32, 4),
        ("I64", ScalarType.Int64, 8),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("F32", ScalarType.Float32, 4),
        ("F64", ScalarType.Float64, 8),
    ];

    /// <summary>The element type with a name; null if it is not supported.</summary>
    public static ScalarType? Named(string name) =>
        All.Where(each => each.Name == name).Select(each => (ScalarType?)each.Type).FirstOrDefault();

    /// <summary>The name of an element type; null if it is not supported.</summary>
    public static string? NameOf(ScalarType type) => All.FirstOrDefault(each => each.Type == type).Name;

    /// <summary>The number of bytes of an element of a supported type.</summary>
    public static int SizeOf(ScalarType type) => All.First(each => each.Type == type).Size;
}
