using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class AbsentEntitiesTests
{
    [Theory, EveryPolicy]
    public void FeaturesOfAbsentEntities_ChangeNoValueAndNoGradient(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
                Snapshot before = Snapshot.Of(subject, observation, actions);

                foreach (double noise in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e30 })
                {
                    Tensor?[] changed = subject.WithNoiseWhereAbsent(observation, noise);
                    before.EqualsExactly(Snapshot.Of(subject, changed, subject.WithNoiseWhereAbsent(observation, actions)));
                }
            },
            cases: 12
        );
    }

    [Theory, EveryPolicy]
    public void AbsentEntities_HaveGradientZero(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                Snapshot snapshot = Snapshot.Of(subject, observation, subject.Act(observation, new RandomStream(options.Seed)).Actions);

                foreach (
                    MemberSpec presence in subject.Spec.Members.Where(member =>
                        member.Kind == MemberKind.Presence && member.Axes.Length == 2
                    )
                )
                {
                    Tensor absent = observation[subject.Spec.IndexOf(presence.Name)]!.logical_not();
                    Tensor gradient = snapshot[$"gradient of input {AbsentNoise.DenseOf(presence)}"];
                    Same.Zero(gradient.index(TensorIndex.Tensor(absent)), presence.Name);
                }
            }
        );
    }

    [Theory, EveryPolicy]
    public void AbsentActors_HaveNoActionAndNoProbability(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Any,
            options =>
            {
                Tensor?[] observation = subject.Observe(options);
                Tensor[] actions = subject.Act(observation, new RandomStream(options.Seed)).Actions;
                SubjectDistribution distribution = subject.Forward(observation);

                foreach (HeadSpec head in subject.Spec.Heads)
                {
                    TensorIndex absent = TensorIndex.Tensor(subject.Present(head, observation).logical_not());
                    Assert.All(
                        Same.Integers(actions[subject.Spec.IndexOfHead(head.Name)].index(absent)),
                        action => Assert.Equal(-1, action)
                    );
                    Same.Zero(distribution.Probs(head.Name).index(absent), head.Name);
                    Same.Zero(distribution.LogProb(head.Name, actions).index(absent), head.Name);
                }
            }
        );
    }
}
