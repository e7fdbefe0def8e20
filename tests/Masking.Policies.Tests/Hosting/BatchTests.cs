using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Hosting;

/// <summary>Contents, error messages and lifetime of a generated batch.</summary>
public class BatchTests
{
    [Fact]
    public void InANewBatch_NumbersAre0_NoEntityIsPresent_AndEveryChoiceIsLegal()
    {
        using TeamPolicy.Batch batch = new(2, maxUnits: 3, maxEnemies: 4);
        TeamPolicy.Observation observation = batch.Observation;

        Assert.All(
            [observation.Units, observation.Enemies, observation.Ground],
            tensor => Assert.All(Same.Booleans(tensor.ne(Constant.Of(0))), Assert.False)
        );
        Assert.All(
            [observation.UnitsMask, observation.UnitsSight, observation.EnemiesMask],
            tensor => Assert.All(Same.Booleans(tensor), Assert.False)
        );
        Assert.All(
            [observation.MovesMask!, observation.FormationMask!, observation.RallyMask!, observation.TargetsMask!],
            tensor => Assert.All(Same.Booleans(tensor), Assert.True)
        );
    }

    [Fact]
    public void WritesToSpans_AreVisibleInTensors_AndViceVersa()
    {
        using SkirmishPolicy.Batch batch = new(2, maxUnits: 3);

        batch.Units(1, 2)[4] = 7;
        batch.CommandMask(1)[Order.Gather] = false;
        batch.Observation.Globals[0, 11] = tensor(3f);

        Assert.Equal(7, batch.Observation.Units[1, 2, 4].item<float>());
        Assert.Equal([true, true, true, true, true, true, false, true], Same.Booleans(batch.Observation.CommandMask!));
        Assert.Equal(3, batch.Globals(0)[11]);
        Assert.Same(batch.Observation.Units, batch.Observation.Units);
    }

    [Fact]
    public void EnumsWithGapsAndNegativeValues_AreIndexedByValue()
    {
        using DuelPolicy.Batch batch = new(1);
        using WorkshopPolicy.Batch workshop = new(1, maxTools: 0);

        batch.StanceMask(0).AllowOnly(Stance.Charge, Stance.Retreat);
        batch.TributeMask(0)[Coin.Silver] = false;
        workshop.StyleMask(0, 1, 4).AllowOnly(Era.Middle);

        Assert.Equal([true, false, false, true], batch.StanceMask(0).Flags.ToArray());
        Assert.True(batch.StanceMask(0)[Stance.Charge]);
        Assert.False(batch.StanceMask(0)[Stance.Wait]);
        Assert.Equal([true, false, true], batch.TributeMask(0).Flags.ToArray());
        Assert.Equal([false, true, false], workshop.StyleMask(0, 1, 4).Flags.ToArray());
    }

    [Fact]
    public void Cells_AreIndexedRowMajor()
    {
        using ArmyPolicy.Batch batch = new(1, mapHeight: 2, mapWidth: 3);

        batch.AimMask(0, 1, 2)[(1 * 3) + 0] = false;
        batch.MapMask(0)[(1 * 3) + 2] = true;
        batch.Map(0, 4)[(0 * 3) + 1] = 5;

        Assert.False(batch.Observation.AimMask![0, 1, 2, 1, 0].item<bool>());
        Assert.True(batch.Observation.MapMask[0, 1, 2].item<bool>());
        Assert.Equal(5, batch.Observation.Map[0, 4, 0, 1].item<float>());
    }

    [Fact]
    public void IndicesOutOfRange_AreNamed()
    {
        using SkirmishPolicy.Batch batch = new(16, maxUnits: 3);
        using RaidPolicy.Batch raid = new(2, maxUnits: 0);
        using ArmyPolicy.Batch army = new(1, mapHeight: 2, mapWidth: 3);

        AssertOutside("SkirmishPolicy.Batch.Units: expected an environment from 0 to 15, got 16.", () => batch.Units(16, 0));
        AssertOutside("SkirmishPolicy.Batch.Units: expected an entity from 0 to 2, got -1.", () => batch.Units(0, -1));
        AssertOutside("SkirmishPolicy.Batch.Globals: expected an environment from 0 to 15, got -1.", () => batch.Globals(-1));
        AssertOutside("SkirmishPolicy.Batch.Clear: expected an environment from 0 to 15, got 16.", () => batch.Clear(16));
        AssertOutside(
            "SkirmishPolicy.Batch.CommandMask: expected one of Hold, Move, Gather, Attack, got 9.",
            () => batch.CommandMask(0)[(Order)9] = true
        );
        AssertOutside("SkirmishPolicy.Batch.TargetMask: expected a choice from 0 to 2, got 3.", () => batch.TargetMask(0)[3] = true);
        AssertOutside(
            "RaidPolicy.Batch.HasteMask: expected one of Hold, Move, Gather, Attack, got -1.",
            () => raid.HasteMask(0, (Order)(-1))
        );
        AssertOutside("RaidPolicy.Batch.WeaponMask: the axis 'target' has size 0, got index 0.", () => raid.WeaponMask(0, 0));
        AssertOutside("RaidPolicy.Batch.TargetMask: the head has no choices, got 0.", () => raid.TargetMask(0)[0] = true);
        AssertOutside("ArmyPolicy.Batch.Map: expected a channel from 0 to 4, got 5.", () => army.Map(0, 5));
        AssertOutside("ArmyPolicy.Batch.OrdersMask: expected y from 0 to 1, got 2.", () => army.OrdersMask(0, 2, 0));
        AssertOutside("ArmyPolicy.Batch.OrdersMask: expected x from 0 to 2, got 3.", () => army.OrdersMask(0, 0, 3));
    }

    [Fact]
    public void InvalidSizes_AreNamed()
    {
        Assert.Equal("environments", Assert.Throws<ArgumentOutOfRangeException>(() => new DuelPolicy.Batch(0)).ParamName);
        Assert.Equal("maxUnits", Assert.Throws<ArgumentOutOfRangeException>(() => new SkirmishPolicy.Batch(1, maxUnits: -1)).ParamName);
        Assert.Equal(
            "mapHeight",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ArmyPolicy.Batch(1, mapHeight: 0, mapWidth: 1)).ParamName
        );
        Assert.Equal(
            "mapWidth",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ArmyPolicy.Batch(1, mapHeight: 1, mapWidth: 0)).ParamName
        );
        Assert.StartsWith(
            "ArmyPolicy.Batch.AimMask: expected at most ",
            Assert.Throws<ArgumentException>(() => new ArmyPolicy.Batch(1, mapHeight: 300, mapWidth: 300)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ThePolicy_AcceptsTheObservation_AndAppliesItsMasks()
    {
        using SkirmishPolicy policy = new();
        using SkirmishPolicy.Batch batch = new(4, maxUnits: 3);
        for (int environment = 0; environment < 4; environment++)
        {
            batch.CommandMask(environment).AllowOnly((Order)environment);
            batch.UnitsMask(environment)[1] = true;
        }

        using Step<SkirmishPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));
        using Step<SkirmishPolicy.Actions> free = policy.Act(batch.Observation with { CommandMask = null }, new RandomStream(1));

        Assert.Equal(Enum.GetValues<Order>(), Enumerable.Range(0, 4).Select(row => step.Actions.CommandAt(row)));
        Assert.All(Enumerable.Range(0, 4), row => Assert.Equal(1, step.Actions.TargetAt(row)));
    }

    [Fact]
    public void Clear_ChangesOnlyOneEnvironment()
    {
        using SkirmishPolicy.Batch batch = new(3, maxUnits: 2);
        for (int environment = 0; environment < 3; environment++)
        {
            batch.Globals(environment).Fill(1);
            batch.Units(environment, 1).Fill(1);
            batch.UnitsMask(environment).Fill(true);
            batch.CommandMask(environment).AllowNone();
        }

        batch.Clear(1);

        for (int environment = 0; environment < 3; environment++)
        {
            bool isCleared = environment == 1;
            Assert.Equal(isCleared ? 0 : 12, batch.Globals(environment).ToArray().Sum());
            Assert.Equal(isCleared ? 0 : 9, batch.Units(environment, 1).ToArray().Sum());
            Assert.Equal(isCleared ? 0 : 2, batch.UnitsMask(environment).Count(true));
            Assert.Equal(isCleared ? 4 : 0, batch.CommandMask(environment).Flags.Count(true));
        }
    }

    [Fact]
    public void ABatch_OutlivesDisposeScopes_AndLeavesNoTensor()
    {
        Assert.Equal(0, LiveTensors.AddedBy(() =>
        {
            SkirmishPolicy.Batch batch;
            using (NewDisposeScope())
            {
                batch = new SkirmishPolicy.Batch(2, maxUnits: 3);
            }

            batch.Globals(1)[0] = 2;
            Assert.Equal(2, batch.Observation.Globals.data<float>()[12]);
            batch.Dispose();
            batch.Dispose();
        }));
    }

    [Fact]
    public void UsingABatch_CreatesNoTensor()
    {
        using SkirmishPolicy.Batch batch = new(2, maxUnits: 3);

        LiveTensors.StayTheSame(
            () =>
            {
                batch.Units(1, 2)[0] = 1;
                batch.CommandMask(0).AllowOnly(Order.Hold, Order.Attack);
                batch.Clear(0);
                Assert.NotNull(batch.Observation.UnitsMask);
            },
            calls: 100);
    }

    [Fact]
    public void ADisposedBatch_Throws_AndItsSpansStayValid()
    {
        SkirmishPolicy.Batch batch = new(2, maxUnits: 3);
        Span<float> globals = batch.Globals(0);
        SkirmishPolicy.Observation observation = batch.Observation;
        batch.Dispose();

        globals.Fill(1);

        Assert.Equal(12, globals.ToArray().Sum());
        Assert.True(observation.Units.IsInvalid);
        Assert.Equal("SkirmishPolicy.Batch.Globals", Assert.Throws<ObjectDisposedException>(() => batch.Globals(0)[0]).ObjectName);
        Assert.Throws<ObjectDisposedException>(() => batch.CommandMask(0).AllowAll());
        Assert.Throws<ObjectDisposedException>(() => batch.Observation);
        Assert.Throws<ObjectDisposedException>(() => batch.Clear(0));
    }

    private static void AssertOutside(string message, Action call) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(call).Message, StringComparison.Ordinal);
}
