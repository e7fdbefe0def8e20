using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Rollouts;

/// <summary>A rollout of the generated types, together with a batch.</summary>
public class TypedRolloutTests
{
    [Fact]
    public void EnvironmentsMayWriteToTheirBatch_AfterAStepWasAdded()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Batch batch = new(environments: 2, maxUnits: 3);
        SkirmishPolicy.Rollout rollout = new(steps: 3, environments: 2, maxUnits: 3);
        RandomStream stream = new(1);
        for (int step = 0; step < rollout.Steps; step++)
        {
            using Step<SkirmishPolicy.Actions> taken = policy.Act(batch.Observation, stream);
            rollout.Add(batch.Observation, taken);
            batch.Globals(0).Fill(step + 1);
            batch.UnitsMask(1)[step] = true;
            batch.CommandMask(1).AllowOnly((Order)step);
            rollout.AddOutcome([0, 0], [false, false]);
        }

        rollout.ComputeAdvantages(0.99, 0.95, [0, 0]);

        using DisposeScope scope = NewDisposeScope();
        SkirmishPolicy.Observation seen = rollout.All().Observation;
        Assert.Equal([0, 0, 1, 0, 2, 0], Same.Numbers(seen.Globals.select(1, 0)));
        Assert.Equal([0, 0, 0, 1, 0, 2], Same.Numbers(seen.UnitsMask.sum(1)));
        Assert.Equal([4, 4, 4, 1, 4, 1], Same.Numbers(seen.CommandMask!.sum(1)));
    }

    [Fact]
    public void AMapOfAnotherSize_IsRefused()
    {
        using ArmyPolicy policy = new();
        using ArmyPolicy.Batch batch = new(2, mapHeight: 3, mapWidth: 4);
        ArmyPolicy.Rollout rollout = new(1, 2, mapHeight: 3, mapWidth: 5);
        using Step<ArmyPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));

        MaskShapeException refused = LiveTensors.AfterThrowing<MaskShapeException>(() => rollout.Add(batch.Observation, step));

        Assert.Equal(("Map", "(batch, 5, height, width) float32 with width = 5"), (refused.Member, refused.Expected));
        Assert.Contains("mapWidth = 4", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ActionsForSetsOfAnotherSize_AreRefused()
    {
        using CrewPolicy policy = new();
        using CrewPolicy.Batch batch = new(2, maxSailors: 3);
        using CrewPolicy.Batch other = new(2, maxSailors: 2);
        CrewPolicy.Rollout rollout = new(1, 2, maxSailors: 3);
        using Step<CrewPolicy.Actions> step = policy.Act(other.Observation, new RandomStream(1));

        MaskShapeException refused = LiveTensors.AfterThrowing<MaskShapeException>(() => rollout.Add(batch.Observation, step));

        Assert.Equal(("Haul", "(batch, entities) int64", "(2, 2) int64"), (refused.Member, refused.Expected, refused.Actual));
        Assert.Equal(0, rollout.Count);
    }

    [Fact]
    public void SizeParameters_HaveTheNamesOfABatch()
    {
        Assert.Equal(
            "maxUnits",
            Assert.Throws<ArgumentOutOfRangeException>(() => new TeamPolicy.Rollout(1, 1, maxUnits: -1, maxEnemies: 1)).ParamName
        );
        Assert.Equal(
            "mapHeight",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ArmyPolicy.Rollout(1, 1, mapHeight: 0, mapWidth: 1)).ParamName
        );
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => new DuelPolicy.Rollout(0, 1)).ParamName);
    }

    [Fact]
    public void ClassesOfActionValues_HaveNoRollout() => Assert.Null(typeof(FerryValues).GetNestedType("Rollout"));
}
