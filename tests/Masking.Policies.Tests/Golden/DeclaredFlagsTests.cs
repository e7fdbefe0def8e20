using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

public class DeclaredFlagsTests
{
    public static TheoryData<string> Cases => GoldenFile<FlagsCase>.Names("flags");

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        FlagsCase golden = GoldenFile<FlagsCase>.Case("flags", name);
        using Subject policy = Declared(golden);
        (Tensor mask, Tensor[] actions) = (golden.Mask.Mask(), [golden.Action.Actions()]);

        Reference.Values(policy, [golden.Logits.Floats(), mask], actions, golden.LogProb, golden.Entropy);
        SubjectDistribution distribution = policy.Forward([golden.Logits.Floats(), mask]);
        TensorAssert.Close(golden.Probs.Values, distribution.Probs("Choice"), "probs");
        Assert.Equal(golden.Mode.Integers(), Read.Actions(distribution.Mode()[0]));
        Reference.IsGradient(golden.GradLogProb, golden.Logits, mask, logits => policy.Forward([logits, mask]).LogProb(actions));
        Reference.IsGradient(golden.GradEntropy, golden.Logits, mask, logits => policy.Forward([logits, mask]).Entropy());
    }

    private static Subject Declared(FlagsCase golden) =>
        golden.Logits.Shape[1] switch
        {
            3 => IdentityWeights.Policy<Flags3Policy, Flags3Policy.Observation, Flags3Policy.Actions, Flags3Policy.Distribution>(
                new(), "Choice"),
            11 => IdentityWeights.Policy<Flags11Policy, Flags11Policy.Observation, Flags11Policy.Actions, Flags11Policy.Distribution>(
                new(),
                "Choice"
            ),
            339 => IdentityWeights.Policy<Flags339Policy, Flags339Policy.Observation, Flags339Policy.Actions, Flags339Policy.Distribution>(
                new(),
                "Choice"
            ),
            _ => throw new NotSupportedException($"Declare a policy for {golden.Name}."),
        };
}
