using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class FlagsGoldenTests
{
    internal const string FileName = "flags";

    public static TheoryData<string> Cases => GoldenFile<FlagsCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        FlagsCase golden = Golden(name);
        using MaskedFlags flags = new(golden.Logits.Floats(), golden.Mask.Mask());

        TensorAssert.Close(golden.Probs.Values, flags.Probs, "probs");
        TensorAssert.Close(golden.LogProb.Values, flags.LogProb(golden.Action.Actions()), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, flags.Entropy(), "entropy");
        Assert.Equal(golden.Mode.Integers(), Read.Actions(flags.Mode()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        FlagsCase golden = Golden(name);
        MaskedGradient.IsTheReference(golden.GradLogProb, golden.Logits, golden.Mask,
            (logits, mask) => new MaskedFlags(logits, mask).LogProb(golden.Action.Actions()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EntropyGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        FlagsCase golden = Golden(name);
        MaskedGradient.IsTheReference(
            golden.GradEntropy,
            golden.Logits,
            golden.Mask,
            (logits, mask) => new MaskedFlags(logits, mask).Entropy()
        );
    }

    private static FlagsCase Golden(string name) => GoldenFile<FlagsCase>.Case(FileName, name);
}
