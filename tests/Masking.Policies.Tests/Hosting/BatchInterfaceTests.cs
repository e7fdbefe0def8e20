using static TorchSharp.torch;

namespace Masking.Policies.Tests.Hosting;

/// <summary>The interfaces with which a trainer creates and reads the batch of any policy.</summary>
public sealed class BatchInterfaceTests
{
    [Theory]
    [InlineData(typeof(DuelPolicy.Batch), true, true)]
    [InlineData(typeof(DrillPolicy.Batch), true, true)]
    [InlineData(typeof(SkirmishPolicy.Batch), true, false)]
    [InlineData(typeof(ArmyPolicy.Batch), true, false)]
    [InlineData(typeof(ConvoyPolicy.Batch), true, false)]
    [InlineData(typeof(FerryValues.Batch), false, true)]
    [InlineData(typeof(HerdValues.Batch), false, false)]
    public void ABatch_CreatesRolloutsUnlessItIsOfActionValues_AndItselfWhereAllSizesAreConstants(
        Type batch, bool createsRollouts, bool hasFixedSize)
    {
        Assert.True(Implements(batch, typeof(IObservationBatch<>)));
        Assert.Equal(createsRollouts, Implements(batch, typeof(IRolloutBatch<,>)));
        Assert.Equal(hasFixedSize, Implements(batch, typeof(IFixedSizeBatch<>)));
    }

    [Fact]
    public void TheInterface_HasTheEnvironmentsAndTheObservationOfTheBatch()
    {
        using SkirmishPolicy.Batch batch = new(environments: 3, maxUnits: 4);
        IObservationBatch<SkirmishPolicy.Observation> seen = batch;

        Assert.Equal(3, seen.Environments);
        Assert.Same(batch.Observation.Units, seen.Observation.Units);
        batch.Dispose();
        Assert.Throws<ObjectDisposedException>(() => seen.Observation);
    }

    [Fact]
    public void ARolloutOfABatch_HasItsEnvironmentsAndSizes()
    {
        using TeamPolicy policy = new();
        using TeamPolicy.Batch batch = new(environments: 2, maxUnits: 3, maxEnemies: 1);

        Rollout<TeamPolicy.Observation, TeamPolicy.Actions> rollout =
            RolloutOf<TeamPolicy.Observation, TeamPolicy.Actions>(batch, steps: 4);

        Assert.IsType<TeamPolicy.Rollout>(rollout);
        Assert.Equal((4, 2), (rollout.Steps, rollout.Environments));
        Assert.Equal(new TeamPolicy.Rollout(steps: 4, environments: 2, maxUnits: 3, maxEnemies: 1).Bytes, rollout.Bytes);
        using Step<TeamPolicy.Actions> step = policy.ActGreedily(batch.Observation);
        rollout.Add(batch.Observation, step);
        Assert.Throws<ArgumentOutOfRangeException>(() => RolloutOf<TeamPolicy.Observation, TeamPolicy.Actions>(batch, steps: 0));
    }

    [Fact]
    public void ARolloutOfABatchOfMaps_HasTheSizeOfTheMap()
    {
        using ArmyPolicy policy = new();
        using ArmyPolicy.Batch batch = new(environments: 2, mapHeight: 3, mapWidth: 5);
        Rollout<ArmyPolicy.Observation, ArmyPolicy.Actions> rollout =
            RolloutOf<ArmyPolicy.Observation, ArmyPolicy.Actions>(batch, steps: 1);

        using Step<ArmyPolicy.Actions> step = policy.ActGreedily(batch.Observation);
        rollout.Add(batch.Observation, step);

        Assert.Equal(new ArmyPolicy.Rollout(1, 2, mapHeight: 3, mapWidth: 5).Bytes, rollout.Bytes);
    }

    [Fact]
    public void ABatchOfAFixedSize_IsCreatedFromTheNumberOfEnvironments()
    {
        using DuelPolicy.Batch batch = Create<DuelPolicy.Batch>(environments: 3);
        using FerryValues.Batch values = Create<FerryValues.Batch>(environments: 2);

        Assert.Equal([3L, 3], batch.Observation.Opponent.shape);
        Assert.Equal(2, ((IObservationBatch<FerryValues.Observation>)values).Environments);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create<DuelPolicy.Batch>(environments: 0));
    }

    private static bool Implements(Type type, Type contract) =>
        type.GetInterfaces().Any(each => each.IsGenericType && each.GetGenericTypeDefinition() == contract);

    private static Rollout<TObservation, TActions> RolloutOf<TObservation, TActions>(
        IRolloutBatch<TObservation, TActions> batch, int steps)
        where TObservation : ITensorRecord<TObservation>
        where TActions : ITensorRecord<TActions> => batch.CreateRollout(steps);

    private static TBatch Create<TBatch>(int environments) where TBatch : IFixedSizeBatch<TBatch> => TBatch.Create(environments);
}
