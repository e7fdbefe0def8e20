using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>Several threads may act, judge and look at one policy at a time, each with a stream and observations of its own.</summary>
public class ConcurrencyTests
{
    private const int Threads = 4;
    private const int Steps = 20;

    [Theory, EveryPolicy]
    public void ThreadsThatActWithOnePolicy_GetWhatEachGetsAlone(string policy)
    {
        using Subject subject = Policies.Make(policy);
        double[][] alone = [.. Enumerable.Range(0, Threads).Select(thread => Act(subject, thread, before: null))];

        using Barrier start = new(Threads);
        double[][] together = new double[Threads][];
        Exception?[] failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() => failures[thread] = Record.Exception(() =>
        {
            // It holds for the thread that calls it, and libtorch's products round otherwise on several.
            set_num_threads(1);
            together[thread] = Act(subject, thread, start.SignalAndWait);
        })))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(failures, Assert.Null);
        for (int thread = 0; thread < Threads; thread++)
        {
            Assert.Equal(alone[thread], together[thread]);
        }
    }

    /// <summary>All numbers of some steps of one thread: what it does, and what it thinks of that.</summary>
    private static double[] Act(Subject subject, int thread, Action? before)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new Scene(30 + thread, Batch: 5 + thread, Slots: 4, Presence: 0.7));
        RandomStream stream = new(thread);
        List<double> numbers = [];
        before?.Invoke();
        for (int step = 0; step < Steps; step++)
        {
            Deed deed = subject.Act(observation, stream);
            Judgement judgement = subject.Evaluate(observation, deed.Actions);
            foreach (Tensor tensor in deed.Actions.Append(deed.LogProb).Append(judgement.LogProb).Append(judgement.Entropy))
            {
                numbers.AddRange(Same.Numbers(tensor));
            }
        }

        return [.. numbers];
    }
}
