using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

/// <summary>Every agent on a map. The policy has more choices than most cases; those are masked, and count nothing.</summary>
public class DeclaredGridTests
{
    private const int Choices = 6;

    public static TheoryData<string> Cases => GoldenFile<GridCase>.Names("grid");

    [Theory, MemberData(nameof(Cases))]
    public void ValuesAndGradients_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GridCase golden = GoldenFile<GridCase>.Case("grid", name);
        using Subject policy = Plain.Policy<
            GridMeanPolicy,
            GridMeanPolicy.Observation,
            GridMeanPolicy.Actions,
            GridMeanPolicy.Distribution
        >(new(), "Choice");
        using Subject adding = Plain.Policy<GridSumPolicy, GridSumPolicy.Observation, GridSumPolicy.Actions, GridSumPolicy.Distribution>(
            new(),
            "Choice"
        );
        (Tensor agents, Tensor[] actions) = (golden.Agents.Mask(), [golden.Action.Actions()]);
        Tensor[] Observe(Tensor logits) =>
            [
                Plain.Padded(logits.permute(0, 2, 3, 1), Choices, Constant.Of(5)).permute(0, 3, 1, 2),
                agents,
                Plain.Padded(golden.Mask.Mask().permute(0, 2, 3, 1), Choices, Constant.Of(false)),
            ];

        Reference.Values(policy, Observe(golden.Logits.Floats()), actions, golden.LogProb, golden.EntropyMean);
        Reference.Values(adding, Observe(golden.Logits.Floats()), actions, golden.LogProb, golden.EntropySum);
        Tensor legal = golden.Mask.Mask().logical_and(agents.unsqueeze(1));
        Reference.IsGradient(golden.GradLogProb, golden.Logits, legal, leaf => policy.Forward(Observe(leaf)).LogProb(actions));
        Reference.IsGradient(golden.GradEntropyMean, golden.Logits, legal, leaf => policy.Forward(Observe(leaf)).Entropy());
    }
}
