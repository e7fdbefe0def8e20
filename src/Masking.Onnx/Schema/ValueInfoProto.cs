using ProtoBuf;

namespace Masking.Onnx.Schema;

/// <summary>The name, the element type and the shape of an input or an output.</summary>
[ProtoContract]
internal sealed class ValueInfoProto
{
    [ProtoMember(1)] public required string Name { get; init; }
    [ProtoMember(2)] public required TypeProto Type { get; init; }
}

/// <summary>The type of a value.</summary>
[ProtoContract]
internal sealed class TypeProto
{
    [ProtoMember(1)] public required TensorTypeProto TensorType { get; init; }
}

/// <summary>The type of a tensor.</summary>
[ProtoContract]
internal sealed class TensorTypeProto
{
    [ProtoMember(1)] public required ElementType ElemType { get; init; }
    [ProtoMember(2)] public required TensorShapeProto Shape { get; init; }
}

/// <summary>The shape of a tensor.</summary>
[ProtoContract]
internal sealed class TensorShapeProto
{
    [ProtoMember(1)] public List<DimensionProto> Dim { get; init; } = [];
}

/// <summary>The size of an axis: a number, or a name of a size that differs from call to call.</summary>
[ProtoContract]
internal sealed class DimensionProto
{
    [ProtoMember(1)] public long? DimValue { get; init; }
    [ProtoMember(2)] public string? DimParam { get; init; }
}
