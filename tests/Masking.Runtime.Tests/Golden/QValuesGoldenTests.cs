using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class QValuesGoldenTests
{
    internal const string FileName = "qvalues";

    public static TheoryData<string> Cases => GoldenFile<QValuesCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        QValuesCase golden = GoldenFile<QValuesCase>.Case(FileName, name);
        using MaskedValues values = new(golden.Q.Floats(), golden.Mask.Mask());

        Assert.Equal(golden.Greedy.Integers(), Read.Actions(values.Greedy()));
        TensorAssert.Close(golden.Max.Values, values.Max(), "max");
        TensorAssert.Close(golden.EpsilonGreedyProbs.Values, values.EpsilonGreedyProbs(golden.Epsilon), "epsilon_greedy_probs");
    }
}
