using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// Several threads may act, evaluate and read the distribution of one policy at the same time, each with its own stream and observations.
/// </summary>
public class ConcurrencyTests
{
    private const int Threads = 4;
    private const int Steps = 20;

    [Theory, EveryPolicy]
    public void ThreadsThatShareAPolicy_GetTheResultsOfOneThread(string policy)
    {
        using Subject subject = Policies.Make(policy);
        double[][] alone = [.. Enumerable.Range(0, Threads).Select(thread => Act(subject, thread, before: null))];

        using Barrier start = new(Threads);
        double[][] together = new double[Threads][];
        Exception?[] failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() => failures[thread] = Record.Exception(() =>
        {
            // The setting applies to the calling thread, and libtorch's matrix products round differently with several threads.
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

    /// <summary>Returns the actions and evaluations of some steps of one thread.</summary>
    private static double[] Act(Subject subject, int thread, Action? before)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(30 + thread, Batch: 5 + thread, Slots: 4, Presence: 0.7));
        RandomStream stream = new(thread);
        List<double> numbers = [];
        before?.Invoke();
        for (int step = 0; step < Steps; step++)
        {
            SubjectStep acted = subject.Act(observation, stream);
            SubjectEvaluation evaluation = subject.Evaluate(observation, acted.Actions);
            foreach (Tensor tensor in acted.Actions.Append(acted.LogProb).Append(evaluation.LogProb).Append(evaluation.Entropy))
            {
                numbers.AddRange(Same.Numbers(tensor));
            }
        }

        return [.. numbers];
    }
}
