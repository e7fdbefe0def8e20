using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

public class DeclaredConditionalTests
{
    public static TheoryData<string> Cases => GoldenFile<ConditionalCase>.Names("conditional");

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionalCase golden = GoldenFile<ConditionalCase>.Case("conditional", name);
        using Subject policy = Declared(golden);
        (Tensor parent, Tensor child) = (golden.ParentLogits.Floats(), golden.ChildLogits.Floats());
        (Tensor parentMask, Tensor childMask) = (golden.ParentMask.Mask(), golden.ChildMask.Mask());
        Tensor[] actions = [golden.ParentAction.Actions(), golden.ChildAction.Actions()];
        SubjectDistribution Forward(Tensor ofParent, Tensor ofChild) =>
            policy.Forward([cat([ofParent, ofChild], 1), parentMask, childMask]);

        Reference.Values(policy, [cat([parent, child], 1), parentMask, childMask], actions, golden.LogProb, golden.Entropy);
        Reference.IsGradient(golden.GradLogProbParent, golden.ParentLogits, parentMask, leaf => Forward(leaf, child).LogProb(actions));
        Reference.IsGradient(golden.GradLogProbChild, golden.ChildLogits, childMask.any(1), leaf => Forward(parent, leaf).LogProb(actions));
        Reference.IsGradient(golden.GradEntropyParent, golden.ParentLogits, parentMask, leaf => Forward(leaf, child).Entropy());
        Reference.IsGradient(golden.GradEntropyChild, golden.ChildLogits, childMask.any(1), leaf => Forward(parent, leaf).Entropy());
    }

    private static Subject Declared(ConditionalCase golden) =>
        (golden.ParentLogits.Shape[1], golden.ChildLogits.Shape[1]) switch
        {
            (2, 3) => IdentityWeights.Policy<
                Conditional2By3Policy,
                Conditional2By3Policy.Observation,
                Conditional2By3Policy.Actions,
                Conditional2By3Policy.Distribution
            >(new(), "Parent", "Child"),
            (6, 9) => IdentityWeights.Policy<
                Conditional6By9Policy,
                Conditional6By9Policy.Observation,
                Conditional6By9Policy.Actions,
                Conditional6By9Policy.Distribution
            >(new(), "Parent", "Child"),
            (4, 5) => IdentityWeights.Policy<
                Conditional4By5Policy,
                Conditional4By5Policy.Observation,
                Conditional4By5Policy.Actions,
                Conditional4By5Policy.Distribution
            >(new(), "Parent", "Child"),
            _ => throw new NotSupportedException($"Declare a policy for {golden.Name}."),
        };
}
