using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class MemoryTests
{
    [Fact]
    public void TenThousandCalls_LeaveNoTensor()
    {
        using Subject subject = Policies.Make(nameof(CrewPolicy));
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(2, Batch: 3));
        RandomStream stream = new(1);

        LiveTensors.StayTheSame(() => ActAndEvaluate(subject, observation, stream, withGradients: stream.Step % 50 == 0), calls: 10_000);
    }

    [Theory, EveryPolicy]
    public void EveryCall_LeavesNoTensor(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(2, Batch: 3, NullMasks: 0.2));
        RandomStream stream = new(1);

        LiveTensors.StayTheSame(() => ActAndEvaluate(subject, observation, stream, withGradients: stream.Step % 5 == 0), calls: 60);
        LiveTensors.StayTheSame(() => AskEverything(subject, observation), calls: 20);
    }

    [Theory, EveryPolicy]
    public void InADisposeScope_ResultsJoinIt_AndNoTensorOutlivesIt(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope outer = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(2, Batch: 3));
        RandomStream stream = new(1);

        LiveTensors.StayTheSame(
            () =>
            {
                using DisposeScope scope = NewDisposeScope();
                SubjectStep step = subject.Act(observation, stream);
                subject.Evaluate(observation, step.Actions);
                subject.Forward(observation).Probs(subject.Spec.Heads[0].Name);
                Assert.False(step.LogProb.IsInvalid);
            },
            calls: 20);
    }

    [Theory, EveryPolicy]
    public void Results_AreAllThatACallLeaves(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(2, Batch: 3));
        int results =
            subject.Spec.Heads.Length
            + (subject.Spec.HasValue ? 2 : 1)
            + (subject.Spec.ValueEach is null ? 0 : 1)
            + subject.Spec.Members.Count(member => member.Kind == MemberKind.Memory);

        Assert.Equal(results, LiveTensors.AddedBy(() => subject.Act(observation, new RandomStream(1))));
        Assert.Equal(results, LiveTensors.AddedBy(() => subject.ActGreedily(observation)));
    }

    [Theory, EveryPolicy]
    public void DisposedPolicies_LeaveNoTensor(string policy)
    {
        long before = LiveTensors.OfThread;
        Tensor[] parameters;
        using (Subject subject = Policies.MakeNew(policy))
        {
            using DisposeScope scope = NewDisposeScope();
            subject.Act(subject.Observe(new BatchOptions(2, Batch: 2)), new RandomStream(1));
            parameters = [.. subject.Module.parameters()];
        }

        // Only the count of the thread: TorchSharp adds 2 to the count of the process for a new Parameter, and subtracts 1 for a disposed
        // one.
        Assert.Equal(before, LiveTensors.OfThread);
        Assert.All(parameters, parameter => Assert.True(parameter.IsInvalid));
    }

    private static void ActAndEvaluate(Subject subject, Tensor?[] observation, RandomStream stream, bool withGradients)
    {
        using SubjectStep step = subject.Act(observation, stream);
        using SubjectEvaluation evaluation = subject.Evaluate(observation, step.Actions);
        if (withGradients)
        {
            using Tensor logProb = evaluation.LogProb.sum();
            using Tensor entropy = evaluation.Entropy.sum();
            using Tensor loss = logProb.Plus(entropy);
            loss.backward();
        }
    }

    private static void AskEverything(Subject subject, Tensor?[] observation)
    {
        using SubjectDistribution distribution = subject.Forward(observation);
        Tensor[] actions = distribution.Sample(new RandomStream(1));
        List<Tensor> results =
        [
            .. actions,
            .. distribution.Mode(),
            distribution.LogProb(actions),
            distribution.Entropy(),
            distribution.KlDivergence(distribution),
        ];
        foreach (HeadSpec head in subject.Spec.Heads)
        {
            results.Add(distribution.Probs(head.Name));
            results.Add(distribution.LogProb(head.Name, actions));
        }

        results.ForEach(tensor => tensor.Dispose());
    }
}
