using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Values of each entity of a set, or of each agent on a map.</summary>
public class ValuesPerActorTests
{
    public static TheoryData<string> PerActor => Policies.WithValuesPerActor;

    [Theory, MemberData(nameof(PerActor))]
    public void ValuesAndLogProbabilities_HaveTheShapeOfTheActors_AndAreZeroWhereAbsent(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            SubjectStep step = subject.Act(observation, new RandomStream(options.Seed));
            Tensor present = observation[subject.Spec.IndexOf(subject.Spec.ValueEach!)]!;

            foreach (Tensor perActor in new[] { step.Value!, step.LogProbPerActor! })
            {
                Assert.Equal(present.shape, perActor.shape);
                Same.Zero(perActor.masked_select(present.logical_not()), "absent actors");
                Assert.All(Same.Numbers(perActor.masked_select(present)).Where(_ => ReferenceEquals(perActor, step.Value)), value =>
                    Assert.NotEqual(0, value));
            }
        });
    }

    [Theory, MemberData(nameof(PerActor))]
    public void LogProbabilitiesPerActor_AreThoseOfItsHeads_AndAddUpToTheJointOne(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(BatchOptions.Any, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
            SubjectDistribution distribution = subject.Forward(observation);

            Tensor perActor = distribution.LogProbPerActor(actions)!;

            Tensor ofHeads = subject.Spec.Heads.Select(head => distribution.LogProb(head.Name, actions)).Aggregate((a, b) => a.Plus(b));
            Same.Nearly(ofHeads, perActor, "sum of the heads", tolerance: 1e-12);
            Same.Nearly(distribution.LogProb(actions), perActor.flatten(1).sum(-1), "sum of the actors", tolerance: 1e-12);
        });
    }

    [Theory, MemberData(nameof(PerActor))]
    public void TheValueOfAnActor_DependsOnItsOwnFeatures_AndHasGradientZeroWhereAbsent(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            int presence = subject.Spec.IndexOf(subject.Spec.ValueEach!);
            Tensor present = observation[presence]!;
            Tensor features = observation[presence - 1]!.clone().requires_grad_();
            observation[presence - 1] = features;

            subject.Forward(observation).Value!.sum().backward();

            if (present.dim() == 2)
            {
                Same.Zero(features.grad!.index(TensorIndex.Tensor(present.logical_not())), "absent actors");
            }

            // A map with agents has features everywhere, because cells without an agent are part of the map.
            Assert.Equal(present.any().item<bool>(), features.grad!.count_nonzero().ToInt64() > 0);
        });
    }

    /// <summary>An encoder that treats entities one by one is not affected by padding in any bit.</summary>
    [Fact]
    public void Padding_ChangesNoBitOfPresentActors()
    {
        using Subject subject = Policies.Make(nameof(RelayPolicy));
        Property.Holds(Gen.Select(BatchOptions.Any, Gen.Int[1, 4]), input =>
        {
            (BatchOptions options, int extra) = input;
            Tensor?[] observation = subject.Observe(options);
            Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;

            SubjectEvaluation few = subject.Evaluate(observation, actions);
            SubjectEvaluation many = subject.Evaluate(
                subject.Padded(observation, "entities", extra), subject.PaddedActions(actions, "entities", extra));

            long slots = few.Value!.size(1);
            Same.Exactly(few.Value, many.Value!.narrow(1, 0, slots), "value");
            Same.Exactly(few.LogProbPerActor!, many.LogProbPerActor!.narrow(1, 0, slots), "log-probability");
            Same.Zero(many.Value.narrow(1, slots, extra), "padding");
        });
    }

    [Fact]
    public void TheValue_HasAHiddenLayer_OverTheActorTheLatentAndWhatItSees()
    {
        using SwarmPolicy policy = new();
        Dictionary<string, Tensor> state = policy.state_dict();

        Assert.Equal([64, policy.Drones.Width + 64 + policy.Wind.Width], state["Worth.hidden.weight"].shape);
        Assert.Equal([1, 64], state["Worth.layer.weight"].shape);
        Assert.Equal(("Worth", "Drones"), (SwarmPolicy.Declaration.Value, SwarmPolicy.Declaration.ValueEach));
        Assert.EndsWith("; value Worth of each of Drones", SwarmPolicy.Declaration.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void APolicyWithOneValue_HasNoLogProbabilityPerActor()
    {
        using CrewPolicy policy = new();
        using CrewPolicy.Batch batch = new(1, maxSailors: 2);
        using Step<CrewPolicy.Actions> step = policy.ActGreedily(batch.Observation);
        using Evaluation evaluation = policy.Evaluate(batch.Observation, step.Actions);

        Assert.Contains("[Value(Each", Assert.Throws<InvalidOperationException>(() => step.LogProbPerActor).Message,
            StringComparison.Ordinal);
        Assert.Contains("[Value(Each", Assert.Throws<InvalidOperationException>(() => evaluation.LogProbPerActor).Message,
            StringComparison.Ordinal);
    }
}
