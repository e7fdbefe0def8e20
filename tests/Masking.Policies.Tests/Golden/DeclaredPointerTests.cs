using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

public class DeclaredPointerTests
{
    private const int Width = 8;

    public static TheoryData<string> Cases => GoldenFile<PointerCase>.Names("pointer");

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        PointerCase golden = GoldenFile<PointerCase>.Case("pointer", name);
        using Subject policy = IdentityWeights.Policy<
            PointerPolicy, PointerPolicy.Observation, PointerPolicy.Actions, PointerPolicy.Distribution>(
            new()
        );
        IdentityWeights.SetPointerIdentity(policy.Module, "Choice", golden.Query.Shape[1]);
        (Tensor query, Tensor keys, Tensor[] actions) = (golden.Query.Floats(), golden.Keys.Floats(), [golden.Action.Actions()]);
        (Tensor present, Tensor mask) = (golden.Present.Mask(), golden.Mask.Mask());
        Tensor[] Observe(Tensor ofActor, Tensor ofEntities) =>
            [
                IdentityWeights.Padded(ofActor, Width, Constant.Of(0)),
                IdentityWeights.Padded(ofEntities, Width, Constant.Of(0)),
                present,
                mask,
            ];
        SubjectDistribution distribution = policy.Forward(Observe(query, keys));

        Reference.Values(policy, Observe(query, keys), actions, golden.LogProb, golden.Entropy);
        TensorAssert.Close(golden.Probs.Values, distribution.Probs("Choice"), "probs");
        Assert.Equal(golden.Mode.Integers(), Read.Actions(distribution.Mode()[0]));
        Reference.IsGradient(golden.GradLogProbQuery, query, leaf => policy.Forward(Observe(leaf, keys)).LogProb(actions));
        Tensor legal = present.logical_and(mask).unsqueeze(-1).expand(keys.shape);
        Reference.IsGradient(golden.GradLogProbKeys, golden.Keys, legal, leaf => policy.Forward(Observe(query, leaf)).LogProb(actions));
    }
}
