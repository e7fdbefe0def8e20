using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>A rollout that is loaded from rollouts of some of its environments has the bits of one that was filled.</summary>
public sealed class RolloutPartsTests
{
    private const int Environments = 5;
    private const int Steps = 3;
    private static readonly (int First, int Count)[] Parts = [(0, 2), (2, 1), (3, 2)];

    /// <summary>A rollout of record structs with numbers, sets and ranges, some of which are null.</summary>
    [Fact]
    public void ALoadedRollout_HasTheBitsOfItsParts()
    {
        using DisposeScope scope = NewDisposeScope();
        using Subject subject = NumberPolicies.Make(nameof(RallyPolicy));
        RallyPolicy policy = (RallyPolicy)subject.Module;
        RallyPolicy.Rollout[] parts = [.. Parts.Select(part => new RallyPolicy.Rollout(Steps, part.Count, maxCars: 4))];
        for (int step = 0; step < Steps; step++)
        {
            RallyPolicy.Observation observation = Record<RallyPolicy.Observation>(
                NumberPolicies.Observe(subject, seed: step, Environments, withNull: step > 0));
            foreach (((int first, int count), RallyPolicy.Rollout rollout) in Parts.Zip(parts))
            {
                RallyPolicy.Observation ofPart = observation.Select(tensor(Rows(step: 0, first, count)));
                rollout.Add(ofPart, policy.Act(ofPart, new RandomStream(step, step: 0, first)));
                float[] rewards = [.. Enumerable.Range(first, count).Select(environment => (float)environment - step)];
                rollout.AddOutcome(rewards, [.. rewards.Select(reward => reward == 1)], rewards);
            }
        }

        RallyPolicy.Rollout loaded = new(Steps, Environments, maxCars: 4);
        loaded.Load([.. parts.Select(Saved)]);

        Array.ForEach(parts, part => part.ComputeAdvantages(0.9, 0.8, new float[part.Environments]));
        loaded.ComputeAdvantages(0.9, 0.8, new float[Environments]);
        using Minibatch<RallyPolicy.Observation, RallyPolicy.Actions> all = loaded.All();
        foreach (((int first, int count), RallyPolicy.Rollout part) in Parts.Zip(parts))
        {
            using Minibatch<RallyPolicy.Observation, RallyPolicy.Actions> own = part.All();
            Tensor rows = tensor([.. Enumerable.Range(0, Steps).SelectMany(step => Rows(step, first, count))]);
            foreach ((Tensor? expected, Tensor? actual) in Tensors(own).Zip(Tensors(all)))
            {
                Assert.Equal(expected is null, actual is null);
                if (expected is not null)
                {
                    Same.Exactly(expected, actual!.index_select(0, rows), $"environments from {first}");
                }
            }
        }
    }

    /// <summary>A mask that is null in some environments only allows everything there.</summary>
    [Fact]
    public void AMaskThatIsNullInAPart_AllowsEverythingThere()
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        bool[] onlyFirst = [true, false, false];
        TankPolicy.Rollout loaded = new(steps: 1, environments: 2);
        TankPolicy.Rollout free = Filled(policy, View() with { CommandMask = null, SpeedRange = null });
        TankPolicy.Rollout bound = Filled(
            policy, View() with { CommandMask = tensor(onlyFirst, [1, 3]), SpeedRange = tensor(new[] { 2f, 3f }, [1, 2]) });

        foreach (TankPolicy.Rollout[] order in new[] { new[] { free, bound }, [bound, free] })
        {
            loaded.Load([.. order.Select(Saved)]);
            loaded.ComputeAdvantages(0.9, 0.9, new float[2]);
            using Minibatch<TankPolicy.Observation, TankPolicy.Actions> all = loaded.All();

            bool[] flags = all.Observation.CommandMask!.data<bool>().ToArray();
            float[] ends = all.Observation.SpeedRange!.data<float>().ToArray();
            Assert.Equal(order[0] == free ? [true, true, true, .. onlyFirst] : [.. onlyFirst, true, true, true], flags);
            Assert.Equal(order[0] == free ? [0f, 10, 2, 3] : new[] { 2f, 3, 0, 10 }, ends);
            Assert.Null(all.Observation.AngleRange);
        }

        static TankPolicy.Observation View() => new()
        {
            View = zeros(1, 4), CommandMask = null, AngleRange = null, SpeedRange = null, LeanRange = null, ChargeRange = null,
        };
    }

    [Fact]
    public void PartsThatDoNotFit_AreRefused_AndTheRolloutIsEmpty()
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        TankPolicy.Observation view = new()
        {
            View = zeros(1, 4), CommandMask = null, AngleRange = null, SpeedRange = null, LeanRange = null, ChargeRange = null,
        };
        TankPolicy.Rollout one = Filled(policy, view);
        TankPolicy.Rollout two = new(steps: 1, environments: 2);

        Refuse("expected parts of 2 environments together, got 1.", Saved(one));
        Refuse("expected parts of 2 environments together, got 2 and 1.", Saved(one), Saved(one), Saved(one));
        Refuse("expected parts of 1 steps, got 2.", Saved(Filled(policy, view, steps: 2)));
        Refuse("part 1 of 2: ", Saved(one), new BinaryReader(new MemoryStream(Bytes(one)[..^1])));
        Assert.Contains("has 0 of 1 steps", Assert.Throws<InvalidOperationException>(() => Bytes(two)).Message, StringComparison.Ordinal);

        void Refuse(string message, params BinaryReader[] parts)
        {
            two.Load([Saved(one), Saved(one)]);
            Assert.Contains(message, Assert.Throws<InvalidDataException>(() => two.Load(parts)).Message, StringComparison.Ordinal);
            Assert.Equal(0, two.Count);
        }
    }

    private static TankPolicy.Rollout Filled(TankPolicy policy, TankPolicy.Observation observation, int steps = 1)
    {
        TankPolicy.Rollout rollout = new(steps, environments: 1);
        while (!rollout.IsFull)
        {
            rollout.Add(observation, policy.Act(observation, new RandomStream(1)));
            rollout.AddOutcome([1], [false]);
        }

        return rollout;
    }

    private static IEnumerable<Tensor?> Tensors(Minibatch<RallyPolicy.Observation, RallyPolicy.Actions> rows) =>
    [
        .. Tensors(rows.Observation), .. Tensors(rows.Actions), rows.LogProb, rows.Value, rows.Advantage, rows.Return, rows.Starts,
    ];

    private static IReadOnlyList<Tensor?> Tensors<T>(T record) where T : ITensorRecord<T> => record.ToTensors();

    private static T Record<T>(Tensor?[] tensors) where T : ITensorRecord<T> => T.FromTensors(tensors);

    /// <summary>The rows of some environments at a step of the whole rollout.</summary>
    private static long[] Rows(int step, int first, int count) =>
        [.. Enumerable.Range((step * Environments) + first, count).Select(row => (long)row)];

    private static byte[] Bytes<TObservation, TActions>(Rollout<TObservation, TActions> rollout)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions>
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        rollout.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static BinaryReader Saved<TObservation, TActions>(Rollout<TObservation, TActions> rollout)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions> => new(new MemoryStream(Bytes(rollout)));
}
