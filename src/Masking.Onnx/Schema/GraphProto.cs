using ProtoBuf;

namespace Masking.Onnx.Schema;

/// <summary>A graph: nodes in an order in which they can be computed, constants, inputs and outputs.</summary>
[ProtoContract]
internal sealed class GraphProto
{
    [ProtoMember(1)] public List<NodeProto> Node { get; init; } = [];
    [ProtoMember(2)] public required string Name { get; init; }
    [ProtoMember(5)] public List<TensorProto> Initializer { get; init; } = [];
    [ProtoMember(11)] public List<ValueInfoProto> Input { get; init; } = [];
    [ProtoMember(12)] public List<ValueInfoProto> Output { get; init; } = [];
}

/// <summary>A node: an operator with its inputs and outputs. An empty name is an omitted input.</summary>
[ProtoContract]
internal sealed class NodeProto
{
    [ProtoMember(1)] public List<string> Input { get; init; } = [];
    [ProtoMember(2)] public List<string> Output { get; init; } = [];
    [ProtoMember(3)] public required string Name { get; init; }
    [ProtoMember(4)] public required string OpType { get; init; }
    [ProtoMember(5)] public List<AttributeProto> Attribute { get; init; } = [];
}
