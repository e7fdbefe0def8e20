using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class ComponentsGoldenTests
{
    internal const string FileName = "components";

    public static TheoryData<string> Cases => GoldenFile<ComponentsCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ComponentsCase golden = Golden(name);
        using MaskedComponents components = new(golden.Logits.Floats(), golden.Mask.Mask(), golden.Sizes.Integers());

        TensorAssert.Close(golden.LogProb.Values, components.LogProb(golden.Action.Actions()), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, components.Entropy(), "entropy");
        Assert.Equal(golden.Mode.Integers(), Read.Actions(components.Mode()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ComponentsCase golden = Golden(name);
        MaskedGradient.IsTheReference(golden.GradLogProb, golden.Logits, golden.Mask,
            (logits, mask) => new MaskedComponents(logits, mask, golden.Sizes.Integers()).LogProb(golden.Action.Actions()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EntropyGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ComponentsCase golden = Golden(name);
        MaskedGradient.IsTheReference(golden.GradEntropy, golden.Logits, golden.Mask,
            (logits, mask) => new MaskedComponents(logits, mask, golden.Sizes.Integers()).Entropy());
    }

    private static ComponentsCase Golden(string name) => GoldenFile<ComponentsCase>.Case(FileName, name);
}
