using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class AttentionGoldenTests
{
    internal const string FileName = "attention";

    public static TheoryData<string> Cases => GoldenFile<AttentionCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        AttentionCase golden = Golden(name);
        using MaskedAttention attention = WithWeights(golden);
        Tensor present = golden.Present.Mask();
        Tensor output = attention.forward(golden.X.Floats(), present, null);

        TensorAssert.Close(golden.Output.Values, output, "output");
        TensorAssert.Close(golden.Map.Values, attention.Map(golden.X.Floats(), present), "map");
        TensorAssert.Close(golden.MeanPool.Values, MaskedPooling.Mean(output, present), "mean_pool");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_IsTheReference_AndZeroWhereAbsent(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        AttentionCase golden = Golden(name);
        using MaskedAttention attention = WithWeights(golden);
        Tensor entities = Gradient.Leaf(golden.X.Floats());
        Tensor gradient = Gradient.Of(attention.forward(entities, golden.Present.Mask(), null), entities);

        TensorAssert.Close(golden.GradSumOutput.Values, gradient, "gradient");
        TensorAssert.ZeroWhere(golden.Present.Mask().logical_not().unsqueeze(-1).expand(entities.shape), gradient, "absent gradient");
    }

    private static AttentionCase Golden(string name) => GoldenFile<AttentionCase>.Case(FileName, name);

    private static MaskedAttention WithWeights(AttentionCase golden)
    {
        MaskedAttention attention = new(golden.Dim, golden.Heads, golden.DimHead);
        using IDisposable frozen = no_grad();
        attention.get_parameter("project.weight")!.copy_(cat([golden.Wq.Floats(), golden.Wk.Floats(), golden.Wv.Floats()], 0));
        attention.get_parameter("merge.weight")!.copy_(golden.Wo.Floats());
        attention.get_parameter("merge.bias")!.copy_(golden.Bo.Floats());
        return attention;
    }
}
