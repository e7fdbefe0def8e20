using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Joint log-probability, entropy and divergence follow from the probabilities of the heads.</summary>
public class ProbabilityTests
{
    [Theory, EveryPolicy]
    public void JointLogProb_IsTheSumOverHeadsAndPresentAgents(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
                SubjectDistribution distribution = subject.Forward(observation);

                Tensor expected = zeros(options.Batch);
                foreach (HeadSpec head in subject.Spec.Heads)
                {
                    expected = expected.Plus(PerEnvironment(distribution.LogProb(head.Name, actions)).sum(1));
                }

                Same.Nearly(expected, distribution.LogProb(actions), policy);
            }
        );
    }

    [Theory, EveryPolicy]
    public void LogProb_IsTheLogarithmOfTheProbabilityOfTheAction(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
                SubjectDistribution distribution = subject.Forward(observation);

                for (int i = 0; i < actions.Length; i++)
                {
                    HeadSpec head = subject.Spec.Heads[i];
                    Tensor chosen = actions[i].ge(Constant.Of(0));
                    Tensor probs = distribution.Probs(head.Name);
                    Tensor expected = cat([ones_like(probs.narrow(-1, 0, 0).sum(-1, keepdim: true)), probs], -1)
                        .gather(-1, actions[i].Plus(1).unsqueeze(-1))
                        .squeeze(-1)
                        .log();
                    Same.Nearly(expected, distribution.LogProb(head.Name, actions), head.Name);
                    Assert.Equal(Same.Booleans(subject.Legal(head, observation).any(-1)), Same.Booleans(chosen));
                }
            }
        );
    }

    [Theory, EveryPolicy]
    public void Mode_IsTheMostProbableChoice_AndTheLowestOfEquals(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                Tensor[] greedy = subject.ActGreedily(observation).Actions;
                SubjectDistribution distribution = subject.Forward(observation);
                Tensor[] mode = distribution.Mode();

                for (int i = 0; i < mode.Length; i++)
                {
                    Same.Exactly(mode[i], greedy[i], subject.Spec.Heads[i].Name);
                    double[] probs = Same.Numbers(distribution.Probs(subject.Spec.Heads[i].Name));
                    long[] chosen = Same.Integers(mode[i]);
                    for (int actor = 0; actor < chosen.Length; actor++)
                    {
                        double[] row = probs[(actor * probs.Length / chosen.Length)..((actor + 1) * probs.Length / chosen.Length)];
                        Assert.Equal(row.Any(p => p > 0) ? Array.IndexOf(row, row.Max()) : -1, chosen[actor]);
                    }
                }
            }
        );
    }

    [Theory, EveryPolicy]
    public void Entropy_IsTheSumOverHeads_AndTheMeanOverTheAgentsWithALegalChoice(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                SubjectDistribution distribution = subject.Forward(observation);

                Tensor expected = zeros(options.Batch);
                foreach (HeadSpec head in subject.Spec.Heads)
                {
                    Tensor probs = distribution.Probs(head.Name);
                    Tensor perActor = where(probs.gt(Constant.Of(0)), probs.mul(probs.log()), zeros_like(probs)).sum(-1).neg();
                    Tensor haveChoice = subject.Spec.Heads.Where(other => other.Each == head.Each)
                        .Select(other => subject.Legal(other, observation).any(-1)).Aggregate(logical_or);
                    Tensor counted = PerEnvironment(haveChoice).sum(1).clamp_min(Constant.Of(1));
                    expected = expected.Plus(PerEnvironment(perActor).sum(1).div(counted));
                }

                Same.Nearly(expected, distribution.Entropy(), policy);
            }
        );
    }

    [Theory, EveryPolicy]
    public void KlDivergence_IsTheSumOverHeadsAndPresentAgents_EachSideUnderItsOwnMask(string policy)
    {
        using Subject subject = Policies.Make(policy, seed: 1);
        using Subject otherSubject = Policies.Make(policy, seed: 2);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                SubjectDistribution p = subject.Forward(observation);
                foreach (Tensor?[] same in new[] { observation, subject.WithOtherMasks(observation, options) })
                {
                    SubjectDistribution q = otherSubject.Forward(same);
                    Tensor expected = zeros(options.Batch);
                    foreach (HeadSpec head in subject.Spec.Heads)
                    {
                        (Tensor left, Tensor right) = (p.Probs(head.Name), q.Probs(head.Name));
                        Tensor terms = where(left.gt(Constant.Of(0)), left.mul(left.log().sub(right.log())), zeros_like(left));
                        expected = expected.Plus(PerEnvironment(terms.sum(-1)).sum(1));
                    }

                    Same.Nearly(expected, p.KlDivergence(q), policy);
                }

                Same.Zero(p.KlDivergence(p), policy);
            }
        );
    }

    [Theory, EveryPolicy]
    public void KlDivergence_OverOtherActors_IsRefused(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        SubjectDistribution here = subject.Forward(subject.Observe(new BatchOptions(1, Batch: 3, Presence: 0.5)));
        SubjectDistribution there = subject.Forward(subject.Observe(new BatchOptions(1, Batch: 4, Presence: 0.9)));

        Assert.ThrowsAny<ArgumentException>(() => here.KlDivergence(there));
    }

    /// <summary>Reshapes (batch, slots…) to (batch, slots), and (batch) to (batch, 1).</summary>
    private static Tensor PerEnvironment(Tensor perActor) => perActor.unsqueeze(-1).flatten(1);
}
