using ProtoBuf;

namespace Masking.Onnx.Schema;

/// <summary>An ONNX file: a graph with the version of its operators.</summary>
[ProtoContract]
internal sealed class ModelProto
{
    [ProtoMember(1)] public required long IrVersion { get; init; }
    [ProtoMember(2)] public string ProducerName { get; init; } = "";
    [ProtoMember(3)] public string ProducerVersion { get; init; } = "";
    [ProtoMember(7)] public required GraphProto Graph { get; init; }
    [ProtoMember(8)] public List<OperatorSetIdProto> OpsetImport { get; init; } = [];
    [ProtoMember(14)] public List<StringStringEntryProto> MetadataProps { get; init; } = [];
}

/// <summary>The version of the operators of a domain; "" is the standard domain.</summary>
[ProtoContract]
internal sealed class OperatorSetIdProto
{
    [ProtoMember(1)] public string Domain { get; init; } = "";
    [ProtoMember(2)] public required long Version { get; init; }
}

/// <summary>An entry of the metadata.</summary>
[ProtoContract]
internal sealed class StringStringEntryProto
{
    [ProtoMember(1)] public required string Key { get; init; }
    [ProtoMember(2)] public required string Value { get; init; }
}
