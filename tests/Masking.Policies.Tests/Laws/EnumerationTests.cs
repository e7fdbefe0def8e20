using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Policies that are small enough to enumerate all joint actions.</summary>
public class EnumerationTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(nameof(DuelPolicy))]
    [InlineData(nameof(CrewPolicy))]
    [InlineData("BoutPolicy")]
    public void ProbabilitiesOfAllJointActions_SumToOne(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(Small(options));

            double[] logProb = LogProbs(subject, observation, JointActions.All(subject, observation));

            Assert.Equal(1, logProb.Sum(Math.Exp), Tolerance);
        });
    }

    [Theory]
    [InlineData(nameof(DuelPolicy))]
    [InlineData(nameof(CrewPolicy))]
    public void Entropy_EqualsThatOfAllJointActions_DividedByTheAgentsWithALegalChoice(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(Small(options));
            Tensor haveChoice = subject.Spec.Heads.Select(head => subject.Legal(head, observation).any(-1)).Aggregate(logical_or);
            double agents = Math.Max(1, haveChoice.count_nonzero().item<long>());

            double[] logProb = LogProbs(subject, observation, JointActions.All(subject, observation));

            double joint = -logProb.Where(double.IsFinite).Sum(logP => Math.Exp(logP) * logP);
            Assert.Equal(joint / agents, Same.Numbers(subject.Forward(observation).Entropy()).Single(), Tolerance);
        });
    }

    [Theory]
    [InlineData(nameof(DuelPolicy))]
    [InlineData(nameof(CrewPolicy))]
    [InlineData("BoutPolicy")]
    public void KlDivergence_EqualsThatOfAllJointActions(string policy)
    {
        using Subject subject = Policies.Make(policy, seed: 1);
        using Subject other = Policies.Make(policy, seed: 2);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(Small(options));
            Tensor?[] otherMasks = options.Seed % 2 == 0 ? observation : WithOtherMasks(subject, observation, Small(options));
            Tensor[] actions = JointActions.All(subject, observation);

            double[] p = LogProbs(subject, observation, actions);
            double[] q = LogProbs(other, otherMasks, actions);

                double expected = p.Zip(q)
                    .Where(pair => double.IsFinite(pair.First))
                    .Sum(pair => Math.Exp(pair.First) * (pair.First - pair.Second));
                Same.Nearly(tensor([(float)expected]), subject.Forward(observation).KlDivergence(other.Forward(otherMasks)), policy);
            }
        );
    }

    private static BatchOptions Small(BatchOptions options) => options with { Batch = 1, Slots = Math.Min(options.Slots, 2) };

    /// <summary>
    /// Returns other masks, in which rows without a legal choice stay without one, because such rows have divergence 0 by definition.
    /// </summary>
    private static Tensor?[] WithOtherMasks(Subject subject, Tensor?[] observation, BatchOptions options)
    {
        Tensor?[] changed = subject.WithOtherMasks(observation, options);
        foreach (HeadSpec head in subject.Spec.Heads)
        {
            int member = subject.Spec.IndexOf(head.Mask);
            changed[member] = changed[member]?.logical_and(subject.Legal(head, observation).any(-1, keepdim: true));
        }

        return changed;
    }

    private static double[] LogProbs(Subject subject, Tensor?[] observation, Tensor[] actions) =>
        Same.Numbers(subject.Evaluate(subject.Select(observation, zeros(actions[0].size(0), ScalarType.Int64)), actions).LogProb);
}
