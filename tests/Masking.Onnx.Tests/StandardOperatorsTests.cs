using Masking.Onnx.Exporting;
using Masking.Onnx.Schema;
using Masking.Policies.Tests;

namespace Masking.Onnx.Tests;

public sealed class StandardOperatorsTests
{
    private static readonly HashSet<string> ControlFlow = ["If", "Loop", "Scan", "SequenceMap"];

    public static TheoryData<string> Policies => [nameof(SkirmishPolicy), nameof(AimPolicy), nameof(RaidPolicy), nameof(ConvoyPolicy)];

    [Theory, MemberData(nameof(Policies))]
    public void Nodes_HaveNoControlFlowAndNoOtherDomain(string name)
    {
        using TorchSharp.torch.nn.Module policy = (TorchSharp.torch.nn.Module)Activator.CreateInstance(
            typeof(SkirmishPolicy).Assembly.GetType($"Masking.Policies.Tests.{name}")!)!;
        using MemoryStream file = new();
        PolicyExport.Of((IMaskedNetwork)policy, new OnnxOptions()).Save(file, []);
        file.Position = 0;
        ModelProto model = ProtoBuf.Serializer.Deserialize<ModelProto>(file);
        Assert.Equal(15, Assert.Single(model.OpsetImport).Version);
        Assert.NotEmpty(model.Graph!.Node);
        Assert.DoesNotContain(model.Graph.Node, node => ControlFlow.Contains(node.OpType));
        Assert.DoesNotContain(model.Graph.Initializer, tensor => tensor.DataType == ElementType.Float64);
    }
}
