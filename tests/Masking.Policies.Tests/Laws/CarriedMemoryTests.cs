using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The memory that a generated policy carries from step to step.</summary>
public sealed class CarriedMemoryTests
{
    private const int Environments = 3;

    [Fact]
    public void OfAnLstm_ItIsThatOfTheSteps()
    {
        using ConvoyPolicy policy = new();
        using ConvoyPolicy.Batch batch = new(Environments, maxTrucks: 2);
        Enumerable.Range(0, Environments).ToList().ForEach(row => batch.TrucksMask(row)[row % 2] = true);

        CarriesTheMemory<ConvoyPolicy.Observation, ConvoyPolicy.Actions, ConvoyPolicy.Distribution, ConvoyPolicy.Memory>(
            policy, batch.Observation, widths: [12, 12]);
    }

    [Fact]
    public void OfAGru_ItIsThatOfTheSteps()
    {
        using SentryPolicy policy = new();
        using SentryPolicy.Batch batch = new(Environments, maxContacts: 2);

        CarriesTheMemory<SentryPolicy.Observation, SentryPolicy.Actions, SentryPolicy.Distribution, SentryPolicy.Memory>(
            policy, batch.Observation, widths: [16]);
    }

    [Fact]
    public void OfAPolicyWithoutARecurrentCore_ItIsEmpty()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Batch batch = new(Environments, maxUnits: 2);
        using CarriedMemory<SkirmishPolicy.Observation, SkirmishPolicy.Actions> memory = policy.CarryMemory(Environments);
        using Step<SkirmishPolicy.Actions> step = policy.Act(memory.AddTo(batch.Observation), new RandomStream(1));

        memory.Remember(step);
        memory.Reset(new bool[Environments]);

        Assert.False(policy.IsRecurrent);
        Assert.Empty(memory.Tensors);
    }

    [Fact]
    public void AThousandSteps_LeaveNoTensor()
    {
        using ConvoyPolicy policy = new();
        using ConvoyPolicy.Batch batch = new(Environments, maxTrucks: 2);
        RandomStream stream = new(1);
        using CarriedMemory<ConvoyPolicy.Observation, ConvoyPolicy.Actions> memory = policy.CarryMemory(Environments);

        LiveTensors.StayTheSame(
            () =>
            {
                using Step<ConvoyPolicy.Actions> step = policy.Act(memory.AddTo(batch.Observation), stream);
                memory.Remember(step);
                memory.Reset([false, stream.Step % 3 == 0, false]);
            },
            calls: 1000);
    }

    private static void CarriesTheMemory<TObservation, TActions, TDistribution, TMemory>(
        RecurrentPolicy<TObservation, TActions, TDistribution, TMemory> policy, TObservation observation, long[] widths)
        where TObservation : IRecurrentObservation<TObservation, TMemory>
        where TActions : ITensorRecord<TActions>
        where TDistribution : IPolicyDistribution<TDistribution, TActions>, IRecurrentDistribution<TMemory>
        where TMemory : IPolicyMemory<TMemory>
    {
        using DisposeScope scope = NewDisposeScope();
        Weights.Randomise(policy, seed: 1);
        using CarriedMemory<TObservation, TActions> memory = policy.CarryMemory(Environments);
        TMemory expected = policy.InitialMemory(Environments);
        Random random = new(1);
        RandomStream stream = new(1);
        for (int i = 0; i < 8; i++)
        {
            Assert.Equal(
                widths.Select(width => $"{Environments}, {width}"), memory.Tensors.Select(tensor => string.Join(", ", tensor.shape)));
            foreach ((Tensor? before, Tensor carried) in expected.ToTensors().Zip(memory.Tensors))
            {
                Same.Exactly(before!, carried, $"memory before step {i}");

                // A checkpoint stores the memory of the tensor.
                Assert.True(carried.is_contiguous());
            }

            bool[] starts = [.. Enumerable.Range(0, Environments).Select(_ => random.Next(3) == 0)];
            expected = policy.Act(observation.WithMemory(expected), new RandomStream(1, step: i)).Memory.Reset(tensor(starts));
            using Step<TActions> step = policy.Act(memory.AddTo(observation), stream);
            memory.Remember(step);
            memory.Reset(starts);
        }
    }
}
