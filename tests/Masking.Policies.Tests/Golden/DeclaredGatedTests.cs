using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

public class DeclaredGatedTests
{
    public static TheoryData<string> Cases => GoldenFile<GatedCase>.Names("gated");

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GatedCase golden = GoldenFile<GatedCase>.Case("gated", name);
        using Subject policy = Declared(golden);
        (Tensor parent, Tensor child) = (golden.ParentLogits.Floats(), golden.ChildLogits.Floats());
        (Tensor parentMask, Tensor childMask) = (golden.ParentMask.Mask(), golden.ChildMask.Mask());
        Tensor[] actions = [golden.ParentAction.Actions(), golden.ChildAction.Actions()];
        SubjectDistribution Forward(Tensor ofParent, Tensor ofChild) =>
            policy.Forward([cat([ofParent, ofChild], 1), parentMask, childMask]);

        Reference.Values(policy, [cat([parent, child], 1), parentMask, childMask], actions, golden.LogProb, golden.Entropy);
        Reference.IsGradient(golden.GradLogProbParent, golden.ParentLogits, parentMask, leaf => Forward(leaf, child).LogProb(actions));
        Reference.IsGradient(golden.GradLogProbChild, golden.ChildLogits, childMask, leaf => Forward(parent, leaf).LogProb(actions));
        Reference.IsGradient(golden.GradEntropyParent, golden.ParentLogits, parentMask, leaf => Forward(leaf, child).Entropy());
        Reference.IsGradient(golden.GradEntropyChild, golden.ChildLogits, childMask, leaf => Forward(parent, leaf).Entropy());
    }

    private static Subject Declared(GatedCase golden) =>
        (golden.ParentLogits.Shape[1], golden.ChildLogits.Shape[1], golden.Active.Integers()) switch
        {
            (3, 4, [1]) => IdentityWeights.Policy<
                GatedByOneOfThreePolicy,
                GatedByOneOfThreePolicy.Observation,
                GatedByOneOfThreePolicy.Actions,
                GatedByOneOfThreePolicy.Distribution
            >(new(), "Parent", "Child"),
            (5, 6, [0, 3]) => IdentityWeights.Policy<
                GatedByTwoOfFivePolicy,
                GatedByTwoOfFivePolicy.Observation,
                GatedByTwoOfFivePolicy.Actions,
                GatedByTwoOfFivePolicy.Distribution
            >(new(), "Parent", "Child"),
            (2, 9, [0, 1]) => IdentityWeights.Policy<
                GatedByBothPolicy,
                GatedByBothPolicy.Observation,
                GatedByBothPolicy.Actions,
                GatedByBothPolicy.Distribution
            >(new(), "Parent", "Child"),
            _ => throw new NotSupportedException($"Declare a policy for {golden.Name}."),
        };
}
