using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class LegalDrawsTests
{
    [Theory, EveryPolicy]
    public void SampledAndGreedyActions_AreLegal(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);

            subject.AssertLegal(observation, subject.Act(observation, new RandomStream(options.Seed)).Actions);
            subject.AssertLegal(observation, subject.ActGreedily(observation).Actions);
        }, cases: 40);
    }

    [Theory, EveryPolicy]
    public void AMillionDraws_AreAllLegal(string policy)
    {
        const int Draws = 1_000_000;
        using DisposeScope scope = NewDisposeScope();
        using Subject subject = Policies.Make(policy);
        Tensor?[] observation = subject.Observe(new BatchOptions(Seed: 11, Batch: 2000, Slots: 4, Legal: 0.4));
        SubjectDistribution distribution = subject.Forward(observation);
        Tensor[] legal = [.. subject.Spec.Heads.Select(head => LegalOrNothing(subject, head, observation))];
        RandomStream stream = new(7);

        long actors = legal.Sum(mask => mask.numel() / mask.size(-1));
        for (long drawn = 0; drawn < Draws; drawn += actors)
        {
            using DisposeScope step = NewDisposeScope();
            Tensor[] actions = distribution.Sample(stream);
            for (int head = 0; head < legal.Length; head++)
            {
                // Index 0 represents -1, so that no action can be looked up like the choices.
                Tensor places = actions[head].Plus(1).unsqueeze(-1);
                Assert.True(
                    places.ge(Constant.Of(0)).logical_and(places.lt(Constant.Of(legal[head].size(-1)))).all().item<bool>(),
                    subject.Spec.Heads[head].Name
                );
                Assert.True(legal[head].gather(-1, places).all().item<bool>(), subject.Spec.Heads[head].Name);
            }
        }
    }

    /// <summary>
    /// Returns the legal choices, preceded by "no action", which is legal for absent actors and for rows without a legal choice.
    /// </summary>
    private static Tensor LegalOrNothing(Subject subject, HeadSpec head, Tensor?[] observation)
    {
        Tensor legal = subject.Legal(head, observation);
        return cat([legal.any(-1, keepdim: true).logical_not(), legal], -1);
    }
}
