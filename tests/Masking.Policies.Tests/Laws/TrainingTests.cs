using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class TrainingTests
{
    [Theory, EveryPolicy]
    public void OneOptimizerStep_ChangesEveryParameter_AndKeepsEverythingFinite(string policy)
    {
        using Subject subject = Policies.MakeNew(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 64, Slots: 4, Presence: 0.7, Legal: 0.7, MinSlots: 3));

        Dictionary<string, double[]> before = Training.Values(subject);
        Training.Step(subject, observation);

        foreach ((string name, double[] values) in Training.Values(subject))
        {
            Assert.All(values, value => Assert.True(double.IsFinite(value), name));
            Assert.False(values.SequenceEqual(before[name]), $"{name} has not changed.");
        }

        Snapshot.Of(subject, observation, subject.Act(observation, new RandomStream(2)).Actions);
    }

    [Theory, EveryPolicy]
    public void AStepOnRewardedActions_MakesThemMoreProbable(string policy)
    {
        using Subject subject = Policies.MakeNew(policy);
        using DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(3, Batch: 16, Slots: 4, Presence: 0.7, Legal: 0.9, MinSlots: 3));
        Tensor[] actions = subject.Act(observation, new RandomStream(2)).Actions;
        double before = subject.Evaluate(observation, actions).LogProb.mean().item<float>();

        Training.Step(subject, observation, actions);

        Assert.True(subject.Evaluate(observation, actions).LogProb.mean().item<float>() > before);
    }

    [Theory, EveryPolicy]
    public void RandomLegalInputs_KeepEverythingFinite_StepAfterStep(string policy)
    {
        using Subject subject = Policies.MakeNew(policy);
        Property.Holds(BatchOptions.Any, options =>
        {
            Training.Step(subject, subject.Observe(options));

            foreach ((string name, Parameter parameter) in subject.Module.named_parameters())
            {
                Same.Finite(parameter, name);
            }
        });
    }
}
