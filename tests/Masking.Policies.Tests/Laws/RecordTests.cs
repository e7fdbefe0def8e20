using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class RecordTests
{
    [Theory, EveryPolicy]
    public void ActingOnConcatenatedBatches_EqualsActingOnEach(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(BatchOptions.Any, options =>
        {
            // Sets have different sizes. Maps have one size, because the index of a cell depends on the size of its map.
            bool hasFreeMap = subject.Spec.Members.Any(member => member.Axes.Contains("height"));
            options = options with { NullMasks = options.Seed % 2, Slots = hasFreeMap ? 3 : options.Slots, MinSlots = hasFreeMap ? 3 : 0 };
            Tensor?[] first = subject.Observe(options);
            int slots = hasFreeMap ? 3 : 6 - options.Slots;
            Tensor?[] second = subject.Observe(options with { Seed = options.Seed / 2, Batch = 2, Slots = slots });
            SubjectStep apart = subject.Act(first, new RandomStream(9));
            SubjectStep alsoApart = subject.Act(second, new RandomStream(9, firstRow: options.Batch));

            IReadOnlyList<Tensor?> both = subject.Concatenate(first, second);
            SubjectStep together = subject.Act(both, new RandomStream(9));

            IReadOnlyList<Tensor?> actions = subject.ConcatenateActions(apart.Actions, alsoApart.Actions);
            for (int head = 0; head < actions.Count; head++)
            {
                Same.Exactly(actions[head]!, together.Actions[head], subject.Spec.Heads[head].Name);
            }

            Same.Nearly(cat([apart.LogProb, alsoApart.LogProb]), together.LogProb, "log-probability", tolerance: 1e-9);
            Same.Nearly(together.LogProb, subject.Evaluate(both, actions).LogProb, "evaluated log-probability", tolerance: 1e-9);
        });
    }

    [Theory, EveryPolicy]
    public void ActingOnSelectedEnvironments_EqualsSelectingTheActions(string policy)
    {
        using Subject subject = Policies.Make(policy, precision: ScalarType.Float64);
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            SubjectStep all = subject.ActGreedily(observation);
            Tensor rows = randint(0, options.Batch, [4], ScalarType.Int64);

            SubjectStep some = subject.ActGreedily(subject.Select(observation, rows));

            Same.Nearly(all.LogProb.index_select(0, rows), some.LogProb, "log-probability", tolerance: 1e-9);
            for (int head = 0; head < some.Actions.Length; head++)
            {
                Same.Exactly(all.Actions[head].index_select(0, rows), some.Actions[head], subject.Spec.Heads[head].Name);
            }
        });
    }

    [Theory, EveryPolicy]
    public void Clones_ShareNoMemory_AndKeepNulls(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] observation = subject.Observe(new BatchOptions(5, Batch: 3, NullMasks: 0.5));

        IReadOnlyList<Tensor?> clone = subject.Clone(observation);

        for (int i = 0; i < observation.Length; i++)
        {
            Assert.Equal(observation[i] is null, clone[i] is null);
            if (observation[i] is { } original)
            {
                Same.Exactly(original, clone[i]!, subject.Spec.Members[i].Name);
                double[] before = Same.Numbers(clone[i]!);
                original.zero_();
                Assert.Equal(before, Same.Numbers(clone[i]!));
            }
        }
    }

    [Theory, EveryPolicy]
    public void MasksThatAreNullInSomeBatchesOnly_CannotBeConcatenated(string policy)
    {
        using Subject subject = Policies.Make(policy);
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Tensor?[] masked = subject.Observe(new BatchOptions(5, Batch: 3));
        Tensor?[] free = [.. masked];
        free[subject.Spec.IndexOf(subject.Spec.Heads[^1].Mask)] = null;

        LiveTensors.AfterThrowing<ArgumentException>(() => subject.Concatenate(masked, free));
    }

    [Fact]
    public void Concatenate_RefusesMasksOfAnotherShape()
    {
        using DisposeScope scope = NewDisposeScope();
        SkirmishPolicy.Observation sound = Observe(commands: 4, entities: 2, present: 2, environments: 1);
        foreach (
            (string member, SkirmishPolicy.Observation wrong) in new[]
            {
                ("CommandMask", Observe(commands: 5, entities: 2, present: 2, environments: 1)),
                ("UnitsMask", Observe(commands: 4, entities: 2, present: 3, environments: 1)),
                (
                    "CommandMask",
                    Observe(commands: 4, entities: 2, present: 2, environments: 1) with
                    {
                        CommandMask = ones(2, 4, ScalarType.Bool),
                    }
                ),
            }
        )
        {
            Assert.Equal(member, Assert.Throws<MaskShapeException>(() => new[] { sound, wrong }.Concatenate()).Member);
        }

        Assert.Equal([3, 5, 9], new[] { sound, Observe(commands: 4, entities: 5, present: 5, environments: 2) }.Concatenate().Units.shape);

        static SkirmishPolicy.Observation Observe(int commands, int entities, int present, int environments) => new()
        {
            Globals = zeros(environments, 12),
            Units = zeros(environments, entities, 9),
            UnitsMask = ones(environments, present, ScalarType.Bool),
            CommandMask = ones(environments, commands, ScalarType.Bool),
            HeadingMask = null,
            TargetMask = null,
        };
    }

    [Fact]
    public void AMapWithoutCells_IsRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using ArmyPolicy policy = new();
        ArmyPolicy.Observation observation = new()
        {
            Map = zeros(2, 5, 0, 3), MapMask = ones(2, 0, 3, ScalarType.Bool), OrdersMask = null, HasteMask = null, AimMask = null,
        };

        MaskShapeException thrown = Assert.Throws<MaskShapeException>(() => policy.Act(observation, new RandomStream(1)));
        Assert.Contains("at least one row", thrown.Message, StringComparison.Ordinal);
    }
}
