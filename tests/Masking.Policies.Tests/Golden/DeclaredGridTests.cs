using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>
/// Every agent on a map. The policy has more choices than most cases; the additional ones are masked, and have no effect.
/// </summary>
public class DeclaredGridTests
{
    private const int Choices = 6;

    public static TheoryData<string> Cases => GoldenFile<GridCase>.Names("grid");

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GridCase golden = GoldenFile<GridCase>.Case("grid", name);
        using Subject policy = IdentityWeights.Policy<
            GridMeanPolicy,
            GridMeanPolicy.Observation,
            GridMeanPolicy.Actions,
            GridMeanPolicy.Distribution
        >(new(), "Choice");
        using Subject adding = IdentityWeights.Policy<
            GridSumPolicy, GridSumPolicy.Observation, GridSumPolicy.Actions, GridSumPolicy.Distribution>(
            new(),
            "Choice"
        );
        (Tensor agents, Tensor[] actions) = (golden.Agents.Mask(), [golden.Action.Actions()]);
        Tensor[] Observe(Tensor logits) =>
            [
                IdentityWeights.Padded(logits.permute(0, 2, 3, 1), Choices, Constant.Of(5)).permute(0, 3, 1, 2),
                agents,
                IdentityWeights.Padded(golden.Mask.Mask().permute(0, 2, 3, 1), Choices, Constant.Of(false)),
            ];

        Reference.Values(policy, Observe(golden.Logits.Floats()), actions, golden.LogProb, golden.EntropyMean);
        Reference.Values(adding, Observe(golden.Logits.Floats()), actions, golden.LogProb, golden.EntropySum);
        Tensor legal = golden.Mask.Mask().logical_and(agents.unsqueeze(1));
        Reference.IsGradient(golden.GradLogProb, golden.Logits, legal, leaf => policy.Forward(Observe(leaf)).LogProb(actions));
        Reference.IsGradient(golden.GradEntropyMean, golden.Logits, legal, leaf => policy.Forward(Observe(leaf)).Entropy());
    }
}
