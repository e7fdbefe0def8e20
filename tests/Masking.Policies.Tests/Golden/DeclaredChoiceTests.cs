using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>A single head. The policy has more choices than most cases; the additional ones are masked, and have no effect.</summary>
public class DeclaredChoiceTests
{
    private const int Choices = 1000;

    public static TheoryData<string> Categoricals => GoldenFile<CategoricalCase>.Names("categorical");

    public static TheoryData<string> Divergences => GoldenFile<KlCase>.Names("kl");

    [Theory, MemberData(nameof(Categoricals))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        CategoricalCase golden = GoldenFile<CategoricalCase>.Case("categorical", name);
        using Subject policy = Declared();
        (Tensor mask, Tensor[] actions) = (golden.Mask.Mask(), [golden.Action.Actions()]);
        SubjectDistribution distribution = policy.Forward(Observe(golden.Logits.Floats(), mask));

        Reference.Values(policy, Observe(golden.Logits.Floats(), mask), actions, golden.LogProb, golden.Entropy);
        TensorAssert.Close(golden.Probs.Values, distribution.Probs("Choice").narrow(1, 0, mask.size(1)), "probs");
        Assert.Equal(golden.Mode.Integers(), Read.Actions(distribution.Mode()[0]));
        Reference.IsGradient(golden.GradLogProb, golden.Logits, mask, logits => policy.Forward(Observe(logits, mask)).LogProb(actions));
        Reference.IsGradient(golden.GradEntropy, golden.Logits, mask, logits => policy.Forward(Observe(logits, mask)).Entropy());
    }

    [Theory, MemberData(nameof(Divergences))]
    public void Divergence_EqualsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        KlCase golden = GoldenFile<KlCase>.Case("kl", name);
        using Subject policy = Declared();
        SubjectDistribution p = policy.Forward(Observe(golden.PLogits.Floats(), golden.PMask.Mask()));
        SubjectDistribution q = policy.Forward(Observe(golden.QLogits.Floats(), golden.QMask.Mask()));

        TensorAssert.Close(golden.Kl.Values, p.KlDivergence(q), "divergence");
    }

    private static Subject Declared() =>
        IdentityWeights.Policy<ChoicePolicy, ChoicePolicy.Observation, ChoicePolicy.Actions, ChoicePolicy.Distribution>(new(), "Choice");

    private static Tensor[] Observe(Tensor logits, Tensor mask) =>
        [IdentityWeights.Padded(logits, Choices, Constant.Of(5)), IdentityWeights.Padded(mask, Choices, Constant.Of(false))];
}
