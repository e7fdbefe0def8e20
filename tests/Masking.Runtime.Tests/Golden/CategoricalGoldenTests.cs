using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class CategoricalGoldenTests
{
    internal const string FileName = "categorical";

    public static TheoryData<string> Cases => GoldenFile<CategoricalCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        CategoricalCase golden = Golden(name);
        using MaskedCategorical categorical = new(golden.Logits.Floats(), golden.Mask.Mask());

        TensorAssert.Close(golden.Probs.Values, categorical.Probs, "probs");
        TensorAssert.Close(golden.LogProb.Values, categorical.LogProb(golden.Action.Actions()), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, categorical.Entropy(), "entropy");
        Assert.Equal(golden.Mode.Integers(), Read.Actions(categorical.Mode()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        CategoricalCase golden = Golden(name);
        MaskedGradient.IsTheReference(golden.GradLogProb, golden.Logits, golden.Mask,
            (logits, mask) => new MaskedCategorical(logits, mask).LogProb(golden.Action.Actions()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EntropyGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        CategoricalCase golden = Golden(name);
        MaskedGradient.IsTheReference(
            golden.GradEntropy,
            golden.Logits,
            golden.Mask,
            (logits, mask) => new MaskedCategorical(logits, mask).Entropy()
        );
    }

    private static CategoricalCase Golden(string name) => GoldenFile<CategoricalCase>.Case(FileName, name);
}
