using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class PointerGoldenTests
{
    internal const string FileName = "pointer";

    public static TheoryData<string> Cases => GoldenFile<PointerCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        PointerCase golden = Golden(name);
        Tensor logits = PointerHead.Score(golden.Query.Floats(), golden.Keys.Floats());
        using MaskedCategorical pointer = new(logits, Legal(golden));

        TensorAssert.Close(golden.Logits.Values, logits, "logits");
        TensorAssert.Close(golden.Probs.Values, pointer.Probs, "probs");
        TensorAssert.Close(golden.LogProb.Values, pointer.LogProb(golden.Action.Actions()), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, pointer.Entropy(), "entropy");
        Assert.Equal(golden.Mode.Integers(), Read.Actions(pointer.Mode()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void QueryGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        PointerCase golden = Golden(name);
        Tensor query = Gradient.Leaf(golden.Query.Floats());
        TensorAssert.Close(golden.GradLogProbQuery.Values, Gradient.Of(LogProb(golden, query, golden.Keys.Floats()), query), "query");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void KeysGradient_IsTheReference_AndZeroWhereMasked(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        PointerCase golden = Golden(name);
        Tensor keys = Gradient.Leaf(golden.Keys.Floats());
        Tensor gradient = Gradient.Of(LogProb(golden, golden.Query.Floats(), keys), keys);
        TensorAssert.Close(golden.GradLogProbKeys.Values, gradient, "keys");
        TensorAssert.ZeroWhere(Legal(golden).logical_not().unsqueeze(-1).expand(keys.shape), gradient, "masked keys");
    }

    private static PointerCase Golden(string name) => GoldenFile<PointerCase>.Case(FileName, name);

    private static Tensor Legal(PointerCase golden) => golden.Present.Mask().logical_and(golden.Mask.Mask());

    private static Tensor LogProb(PointerCase golden, Tensor query, Tensor keys) =>
        new MaskedCategorical(PointerHead.Score(query, keys), Legal(golden)).LogProb(golden.Action.Actions());
}
