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

    private static Tensor EntropyOf(Tensor probs) => probs.mul(probs.clamp_min(Constant.Of(1e-30)).log()).sum(-1).neg();
}
