using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using Recorder = Masking.Training.Tests.Recorded<
    Masking.Training.Tests.TMazeRecallPolicy.Observation,
    Masking.Training.Tests.TMazeRecallPolicy.Actions
>;

namespace Masking.Training.Tests;

/// <summary>PPO with a policy that has a memory.</summary>
public sealed class RecurrentPpoTests : IDisposable
{
    private const int Environments = 4;
    private const int MemoryBytes = 2 * Environments * 16 * sizeof(float);

    private static readonly PpoOptions Frozen = RecallTraining.Options with { LearningRate = 0 };

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void InTheFirstMinibatch_ThePolicyIsTheOneThatActed_AcrossTheEndsOfEpisodes()
    {
        // A single minibatch, so that the divergence is that of the policy that acted, in each of the updates.
        using RecallTraining small = new(RecallTraining.Options with { Epochs = 1, Minibatches = 1, LearningRate = 1e-2 });

        small.Train(16 * Environments * 4);

        Assert.InRange(small.Trainer.Progress.Episodes, 40, 100);
        Assert.All(small.Run.History, progress =>
        {
            Assert.Equal(0, progress.Metrics[small.Trainer.MetricNames.ToList().IndexOf("kl")], 1e-9);
            Assert.Equal(0, progress.Metrics[small.Trainer.MetricNames.ToList().IndexOf("clip")]);
        });
    }

    [Theory]
    [InlineData(RatioScope.JointAction)]
    [InlineData(RatioScope.EachHead)]
    public void TheParameters_HaveTheSameBits_OnAnyNumberOfThreads(RatioScope ratio)
    {
        // 6 environments in minibatches of 3 and shards of one.
        PpoOptions options = RecallTraining.Options with { RatioOf = ratio, RowsPerShard = 16 };
        float[][] parameters = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using RecallTraining small = new(options, threads: threads, environments: 6);
            small.Train(16 * 6 * 4);
            return small.Parameters();
        })];

        Assert.All(parameters[1..], other => Assert.Equal(parameters[0], other));
    }

    [Theory]
    [InlineData(RatioScope.JointAction)]
    [InlineData(RatioScope.EachHead)]
    public void Shards_AddUpToTheMinibatch(RatioScope ratio)
    {
        PpoOptions options = RecallTraining.Options with { RatioOf = ratio };
        using RecallTraining whole = new(options with { RowsPerShard = 64 });
        using RecallTraining divided = new(options with { RowsPerShard = 1 });

        whole.Train(64);
        divided.Train(64);

        Assert.Equal(whole.Parameters(), divided.Parameters(), (left, right) => Math.Abs(left - right) < 1e-4);
        foreach (string metric in new[] { "entropy", "kl", "policy loss", "value loss" })
        {
            Assert.Equal(whole.Metric(metric), divided.Metric(metric), 1e-4);
        }
    }

    [Fact]
    public void TheMemory_IsCarriedOverRollouts_AndResetWhereAnEpisodeStarts()
    {
        Recorder? recorder = null;
        using RecallTraining small = new(Frozen, worlds => recorder = new Recorder(worlds), steps: 7);

        small.Train(7 * Environments * 3);

        Assert.Equal(2, recorder!.Steps[^1].Dones.Distinct().Count());
        RequireMemoryOf(small, recorder);
        Assert.Contains(SavedMemory(small.Trainer).Memory, number => number != 0);
        Assert.Contains(0, SavedMemory(small.Trainer).Memory);
    }

    [Fact]
    public void AfterAnEpisodeWasRendered_TheMemoryFitsTheEpisodesThatContinue()
    {
        Recorder? recorder = null;
        using RecallTraining small = new(Frozen, worlds => recorder = new Recorder(worlds), steps: 7);
        small.Train(7 * Environments);

        Assert.NotEmpty(small.Trainer.RenderEpisode().ToArray());

        Assert.True(recorder!.Steps.Count > 7);
        RequireMemoryOf(small, recorder);
        small.Train(2 * 7 * Environments);
        RequireMemoryOf(small, recorder);
        Assert.Equal(0, small.Metric("kl"), 1e-9);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void Values_AreThoseOfThePolicyWithItsMemory_AlsoWhereAnEpisodeIsTruncated(int limit)
    {
        Recorder? recorder = null;
        TMazeRecallPolicy policy = Seeded();
        TMazeRecallPolicy.Rollout rollout = new(steps: 16, Environments);
        PpoOptions options = Frozen with { AdvantageDecay = 0, Discount = 0.9 };
        using var trainer = PpoTrainer.Of(
            policy,
            recorder = new Recorder(RecallTraining.Worlds(Environments, maze: () => new TMaze(length: 5, entrances: 3, limit))),
            rollout,
            options);
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        Assert.True(trainer.Update(TestContext.Current.CancellationToken));

        float[] values = Values(policy, recorder, out float[] finalValues);
        int first = 16 * Environments;
        using Minibatch<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions> all = rollout.All();
        Assert.Equal(limit == 3, recorder.Steps.Any(step => step.Truncated.Contains(true)));
        Assert.Equal(values[first..], all.Value.data<float>().ToArray(), IsNear);
        Assert.Equal(
            Enumerable.Range(first, 15 * Environments).Select(row =>
            {
                (int step, int environment) = Math.DivRem(row, Environments);
                float next = !recorder.Steps[step].Dones[environment] ? values[row + Environments] : finalValues[row];
                return recorder.Steps[step].Rewards[environment] + (0.9f * next);
            }),
            all.Return.data<float>().ToArray()[..(15 * Environments)],
            IsNear);
    }

    [Fact]
    public void SavedAndLoadedBetweenUpdates_ItContinuesWithTheSameBits()
    {
        using RecallTraining undisturbed = new(steps: 7);
        undisturbed.Train(7 * Environments * 3);
        byte[] saved = Saved(undisturbed.Trainer);
        using RecallTraining loaded = new(steps: 7);

        loaded.Trainer.Load(new BinaryReader(new MemoryStream(saved)));

        Assert.Contains(SavedMemory(loaded.Trainer).Memory, number => number != 0);
        Assert.Equal(saved, Saved(loaded.Trainer));
        undisturbed.Train(7 * Environments * 8);
        loaded.Train(7 * Environments * 8);
        Assert.Equal(Saved(undisturbed.Trainer), Saved(loaded.Trainer));
        Assert.Equal(undisturbed.Trainer.Progress.Metrics, loaded.Trainer.Progress.Metrics);
    }

    [Fact]
    public void AWholeTraining_LeavesNoTensorBehind()
    {
        using RecallTraining small = new(RecallTraining.Options with { RatioOf = RatioScope.EachHead });
        small.Train(128);

        Assert.Equal(0, LiveTensors.AddedBy(() => small.Train(128 + (64 * 4))));
    }

    [Fact]
    public void ATMaze_IsLearnedWithMemory_AndNotWithout()
    {
        PpoOptions options = new() { LearningRate = 1e-2, Minibatches = 2, RecentEpisodes = 200, RowsPerShard = 256 };
        using RecallTraining with = new(options, environments: 16, steps: 16, maze: () => new TMaze(length: 3));
        using SmallTraining without = new(options, environments: 16, maze: () => new TMaze(length: 3));

        with.Train(256 * 40);
        without.Train(256 * 40);

        Assert.InRange(with.Trainer.Progress.MeanReturn!.Value, 0.95, 1);
        Assert.InRange(without.Trainer.Progress.MeanReturn!.Value, 0.3, 0.65);
    }

    /// <summary>Asserts that the memory of a training is that of its policy after the recorded steps, one by one.</summary>
    private static void RequireMemoryOf(RecallTraining small, Recorder recorder)
    {
        using CarriedMemory<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions> memory = small.Policy.CarryMemory(Environments);
        foreach (Recorder.Taken step in recorder.Steps)
        {
            memory.Remember(small.Policy.ActGreedily(memory.AddTo(step.Before)));
            memory.Reset(step.Dones);
        }

        (bool[] starts, float[] saved) = SavedMemory(small.Trainer);
        Assert.Equal(recorder.Steps[^1].Dones, starts);
        Assert.Equal(memory.Tensors.SelectMany(tensor => tensor.data<float>().ToArray()), saved);
    }

    /// <summary>Computes the state value of every recorded step, step by step, and of the final states.</summary>
    private static float[] Values(TMazeRecallPolicy policy, Recorder recorder, out float[] finalValues)
    {
        List<float> values = [];
        List<float> ends = [];
        using CarriedMemory<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions> memory = policy.CarryMemory(Environments);
        foreach (Recorder.Taken step in recorder.Steps)
        {
            Step<TMazeRecallPolicy.Actions, TMazeRecallPolicy.Memory> acted = policy.ActGreedily(memory.AddTo(step.Before));
            values.AddRange(acted.Value.data<float>().ToArray());
            memory.Remember(acted);
            float[] after = policy.ActGreedily(memory.AddTo(step.After)).Value.data<float>().ToArray();
            ends.AddRange(after.Select((value, row) => step.Truncated[row] ? value : 0));
            memory.Reset(step.Dones);
        }

        finalValues = [.. ends];
        return [.. values];
    }

    private static bool IsNear(float left, float right) => Math.Abs(left - right) < 1e-5;

    private static TMazeRecallPolicy Seeded()
    {
        set_num_threads(1);
        manual_seed(1);
        return new TMazeRecallPolicy();
    }

    /// <summary>The end of a checkpoint: where episodes start, and the memory.</summary>
    private static (bool[] Starts, float[] Memory) SavedMemory(ITrainer trainer)
    {
        byte[] saved = Saved(trainer);
        return (
            MemoryMarshal.Cast<byte, bool>(saved.AsSpan()[^(MemoryBytes + Environments)..^MemoryBytes]).ToArray(),
            MemoryMarshal.Cast<byte, float>(saved.AsSpan()[^MemoryBytes..]).ToArray());
    }

    private static byte[] Saved(ITrainer trainer)
    {
        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }
}
