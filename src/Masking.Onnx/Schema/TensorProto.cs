using ProtoBuf;

namespace Masking.Onnx.Schema;

/// <summary>A constant. Its numbers are little-endian and in row-major order.</summary>
[ProtoContract]
internal sealed class TensorProto
{
    [ProtoMember(1)] public long[] Dims { get; init; } = [];
    [ProtoMember(2)] public required ElementType DataType { get; init; }
    [ProtoMember(8)] public required string Name { get; init; }
    [ProtoMember(9)] public required byte[] RawData { get; init; }
}

/// <summary>The element type of a tensor.</summary>
internal enum ElementType
{
    Undefined = 0,
    Float32 = 1,
    Int64 = 7,
    Bool = 9,
    Float64 = 11,
}
