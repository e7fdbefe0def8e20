using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Disposed objects throw an exception with their name.</summary>
public class LifetimeTests
{
    [Theory, EveryPolicy]
    public void ADisposedPolicy_Throws(string policy)
    {
        Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(1, Batch: 2));
        Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;
        subject.Dispose();

        foreach (Action call in new Action[]
        {
            () => subject.Act(observation, new RandomStream(1)), () => subject.ActGreedily(observation), () =>
                subject.Evaluate(observation, actions), () => subject.Forward(observation),
        })
        {
            Assert.Equal(policy, LiveTensors.AfterThrowing<ObjectDisposedException>(call).ObjectName);
        }
    }

    [Theory, EveryPolicy]
    public void EveryMemberOfADisposedDistribution_Throws(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(1, Batch: 2));
        SubjectDistribution alive = subject.Forward(observation);
        SubjectDistribution distribution = subject.Forward(observation);
        Tensor[] actions = distribution.Sample(new RandomStream(1));
        string head = subject.Spec.Heads[0].Name;
        distribution.Dispose();
        distribution.Dispose();

        List<Action> calls =
        [
            () => distribution.Sample(new RandomStream(1)), () => distribution.Mode(), () => distribution.LogProb(actions), () =>
                distribution.Entropy(), () => distribution.KlDivergence(alive),
            () => alive.KlDivergence(distribution), () => distribution.Probs(head), () => distribution.LogProb(head, actions),
        ];
        if (subject.Spec.HasValue)
        {
            calls.Add(() => _ = distribution.Value);
        }

        if (subject.Spec.ValueEach is not null)
        {
            calls.Add(() => distribution.LogProbPerActor(actions));
        }

        Assert.All(calls, call => Assert.EndsWith("Distribution", LiveTensors.AfterThrowing<ObjectDisposedException>(call).ObjectName,
            StringComparison.Ordinal));
        Assert.EndsWith("Distribution (disposed)", distribution.Text, StringComparison.Ordinal);
    }

    [Theory, EveryPolicy]
    public void DisposedActions_AreNamedByTheirHead(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(1, Batch: 2));
        for (int head = 0; head < subject.Spec.Heads.Length; head++)
        {
            Tensor[] actions = subject.Act(observation, new RandomStream(1)).Actions;
            actions[head].Dispose();

            MaskShapeException refused = LiveTensors.AfterThrowing<MaskShapeException>(() => subject.Evaluate(observation, actions));

            Assert.Equal((policy, subject.Spec.Heads[head].Name, "a disposed tensor"), (refused.Policy, refused.Member, refused.Actual));
        }
    }

    [Theory, EveryPolicy]
    public void ToStringOfGeneratedTypes_WorksAlsoAfterDispose(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(1, Batch: 2, Slots: 2, MinSlots: 2));

        string[] texts = subject.Texts(observation);
        string distribution = subject.Forward(observation).Text;

        string name = policy.Split('<')[0];
        Assert.StartsWith($"{name}.Observation {{ {subject.Spec.Members[0].Name} = ({string.Join(", ", observation[0]!.shape)}) float32",
            texts[0], StringComparison.Ordinal);
        Assert.StartsWith($"{name}.Actions {{ {subject.Spec.Heads[0].Name} = (2", texts[1], StringComparison.Ordinal);
        Assert.StartsWith($"Step {{ Actions = {name}.Actions {{ ", texts[2], StringComparison.Ordinal);
        Assert.StartsWith("Evaluation { LogProb = (2) float32 [", texts[3], StringComparison.Ordinal);
        Assert.StartsWith($"{name}.Actions {{ {subject.Spec.Heads[0].Name} = a disposed tensor", texts[4], StringComparison.Ordinal);
        Assert.Equal("Step (disposed)", texts[5]);
        Assert.StartsWith($"{name}.Distribution {{ ", distribution, StringComparison.Ordinal);
        Assert.All(subject.Spec.Heads, head => Assert.Contains($"{head.Name} of ", distribution, StringComparison.Ordinal));
        Assert.All([.. texts, distribution], text => Assert.DoesNotContain("TorchSharp", text, StringComparison.Ordinal));
    }
}
