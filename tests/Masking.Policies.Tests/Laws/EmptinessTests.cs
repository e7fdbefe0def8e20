using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class EmptinessTests
{
    public static TheoryData<string, int, int, double> Cases
    {
        get
        {
            TheoryData<string, int, int, double> cases = [];
            foreach (string policy in Policies.Names)
            {
                cases.Add(policy, 0, 3, 0.5);
                cases.Add(policy, 0, 0, 0.5);
                cases.Add(policy, 1, 3, 0.5);
                cases.Add(policy, 1, 0, 0.5);
                cases.Add(policy, 3, 0, 0.5);
                cases.Add(policy, 3, 4, 0.0);
                cases.Add(policy, 1, 1, 0.0);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void EmptyBatchesAndSets_GiveFiniteValuesAndGradients(string policy, int batch, int slots, double presence)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(4, batch, slots, presence));

        SubjectStep step = subject.Act(observation, new RandomStream(4));

        subject.AssertLegal(observation, step.Actions);
        Assert.Equal(batch, step.LogProb.size(0));
        Snapshot.Of(subject, observation, step.Actions);
    }

    [Theory, EveryPolicy]
    public void EnvironmentsWithoutAgents_HaveLogProbAndEntropyZero(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(
            BatchOptions.Filled,
            options =>
            {
                Tensor?[] observation = subject.Observe(options with { Presence = 0 });
                SubjectStep step = subject.Act(observation, new RandomStream(options.Seed));
                SubjectDistribution distribution = subject.Forward(observation);
                HeadSpec[] crowds =
                [
                    .. subject.Spec.Heads.Where(head => head.Each is not null && !subject.Present(head, observation).any().item<bool>()),
                ];

            Assert.All(crowds, head => Same.Zero(distribution.LogProb(head.Name, step.Actions), head.Name));
            Assert.All(crowds, head => Same.Zero(step.Actions[subject.Spec.IndexOfHead(head.Name)].Plus(1), head.Name));
            if (crowds.Length == subject.Spec.Heads.Length)
            {
                Same.Zero(step.LogProb, "log-probability");
                Same.Zero(distribution.Entropy(), "entropy");
                Same.Zero(distribution.KlDivergence(distribution), "divergence");
            }
        });
    }

    [Theory, EveryPolicy]
    public void EmptySets_ArePooledAsZeros_InSomeRowsOrInAll(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        foreach (nn.Module module in subject.Module.children())
        {
            if (module is EntityEncoder encoder)
            {
                int features = (int)
                    subject
                        .Module.named_parameters()
                        .First(pair => pair.name.StartsWith(NameOf(subject, module), StringComparison.Ordinal))
                        .parameter.size(1);
                Tensor present = Observing.Mask([true, false, false, false, false, true], 3, 2);
                EntityEncoding some = encoder.forward(rand(3, 2, features), present, null);
                EntityEncoding none = encoder.forward(rand(2, 0, features), zeros([2, 0], ScalarType.Bool), null);

                Same.Zero(some.Pooled[1], policy);
                Same.Zero(some.Entities[1], policy);
                Same.Zero(none.Pooled, policy);
                Assert.Equal([2, 0, encoder.Width], none.Entities.shape);
                Assert.NotEqual(0, some.Pooled[0].abs().sum().item<float>());
            }
        }
    }

    private static string NameOf(Subject subject, nn.Module part) =>
        subject.Module.named_children().Single(pair => ReferenceEquals(pair.module, part)).name;
}
