using ProtoBuf;

namespace Masking.Onnx.Schema;

/// <summary>An attribute of a node. One of the values is set, which <see cref="Type"/> names.</summary>
[ProtoContract]
internal sealed class AttributeProto
{
    [ProtoMember(1)] public required string Name { get; init; }
    [ProtoMember(2)] public float? F { get; init; }
    [ProtoMember(3)] public long? I { get; init; }
    [ProtoMember(4)] public byte[]? S { get; init; }
    [ProtoMember(8)] public long[]? Ints { get; init; }
    [ProtoMember(20)] public required AttributeType Type { get; init; }
}

/// <summary>The type of the value of an attribute.</summary>
internal enum AttributeType
{
    Undefined = 0,
    Float = 1,
    Int = 2,
    String = 3,
    Ints = 7,
}
