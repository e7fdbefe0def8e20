using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public sealed class EntropyReductionTests
{
    [Fact]
    public void Entropies_AreSummedOrAveraged_AsDeclared()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(1);
        using LegionPolicy policy = new();
        using (no_grad())
        {
            foreach (Tensor parameter in policy.parameters())
            {
                parameter.normal_(0, 0.3);
            }
        }

        Tensor present = tensor(new[] { true, true, false, true, false, false, false, false }).reshape(2, 4);
        using LegionPolicy.Distribution distribution = policy.forward(
            new LegionPolicy.Observation
            {
                Units = randn(2, 4, 3),
                UnitsMask = present,
                CommandMask = null,
                HeadingMask = null,
            }
        );
        Tensor command = EntropyOf(distribution.CommandProbs);
        Tensor heading = EntropyOf(distribution.HeadingProbs).mul(distribution.CommandProbs.select(-1, (int)Order.Move));

        float[] expected = command.sum(1).Plus(heading.sum(1).div(Constant.Of(3))).data<float>().ToArray();
        float[] actual = distribution.Entropy().data<float>().ToArray();

        Assert.Equal(expected[0], actual[0], 1e-5f);
        Assert.Equal(0, actual[1]);
    }

    [Fact]
    public void Mean_IsOverTheActorsWithALegalChoice()
    {
        using CrewPolicy policy = new();
        using CrewPolicy.Batch batch = new(environments: 4, maxSailors: 4);
        for (int environment = 0; environment < 4; environment++)
        {
            batch.SailorsMask(environment)[..3].Fill(true);
        }

        foreach ((int environment, int sailor) in new[] { (1, 0), (1, 2), (2, 0), (2, 1), (2, 2) })
        {
            batch.HaulMask(environment, sailor).AllowNone();
            batch.PartnerMask(environment, sailor).AllowNone();
        }

        batch.HaulMask(3, 0).AllowNone();
        using (no_grad())
        {
            foreach (Tensor parameter in policy.parameters())
            {
                parameter.zero_();
            }
        }

        using Step<CrewPolicy.Actions> step = policy.ActGreedily(batch.Observation);
        using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions);

        double both = Math.Log(2) + Math.Log(3);
        double[] expected = [both, both, 0, ((2 * both) + Math.Log(3)) / 3];
        Assert.All(expected, (entropy, row) => Assert.Equal(entropy, evaluation.Entropy[row].item<float>(), 1e-5));

        using CrewPolicy.Distribution distribution = policy.forward(batch.Observation);
        IPolicyDistribution<CrewPolicy.Distribution, CrewPolicy.Actions> heads = distribution;
        Tensor ofHeads = heads.HeadEntropies(step.Actions).Select(head => head.Entropy).Aggregate((sum, head) => sum.Plus(head));
        Assert.All(expected, (entropy, row) => Assert.Equal(entropy, ofHeads[row].item<float>(), 1e-5));
    }

    private static Tensor EntropyOf(Tensor probs) => probs.mul(probs.clamp_min(Constant.Of(1e-30)).log()).sum(-1).neg();
}
