using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

public class DeclaredComponentsTests
{
    public static TheoryData<string> Cases => GoldenFile<ComponentsCase>.Names("components");

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ComponentsCase golden = GoldenFile<ComponentsCase>.Case("components", name);
        using Subject policy = Declared(golden);
        (Tensor mask, Tensor[] actions) = (golden.Mask.Mask(), [golden.Action.Actions()]);

        Reference.Values(policy, [golden.Logits.Floats(), mask], actions, golden.LogProb, golden.Entropy);
        Assert.Equal(golden.Mode.Integers(), Read.Actions(policy.Forward([golden.Logits.Floats(), mask]).Mode()[0]));
        Reference.IsGradient(golden.GradLogProb, golden.Logits, mask, logits => policy.Forward([logits, mask]).LogProb(actions));
        Reference.IsGradient(golden.GradEntropy, golden.Logits, mask, logits => policy.Forward([logits, mask]).Entropy());
    }

    private static Subject Declared(ComponentsCase golden) =>
        golden.Sizes.Integers() switch
        {
            [2, 3] => IdentityWeights.Policy<
                TwoComponentsPolicy,
                TwoComponentsPolicy.Observation,
                TwoComponentsPolicy.Actions,
                TwoComponentsPolicy.Distribution
            >(new(), "Choice"),
            [5, 2, 7] => IdentityWeights.Policy<
                ThreeComponentsPolicy,
                ThreeComponentsPolicy.Observation,
                ThreeComponentsPolicy.Actions,
                ThreeComponentsPolicy.Distribution
            >(new(), "Choice"),
            [6, 4, 4, 4, 4, 7, 49] => IdentityWeights.Policy<
                SevenComponentsPolicy,
                SevenComponentsPolicy.Observation,
                SevenComponentsPolicy.Actions,
                SevenComponentsPolicy.Distribution
            >(new(), "Choice"),
            _ => throw new NotSupportedException($"Declare a policy for {golden.Name}."),
        };
}
