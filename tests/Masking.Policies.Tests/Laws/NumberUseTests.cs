using Masking.Policies.Tests.ModelFiles;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>How heads that choose numbers are used: batches, typed reads, errors, and the effect of numbers on other heads.</summary>
public class NumberUseTests
{
    [Fact]
    public void InitialScale_IsHalfTheWidthOfTheDeclaredInterval()
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        using TankPolicy.Batch batch = new(environments: 3);
        batch.View(1).Fill(7);
        using TankPolicy.Distribution distribution = policy.forward(batch.Observation);

        Assert.Equal([180f, 180, 180], distribution.AngleScale.data<float>().ToArray());
        Assert.Equal([5f, 5, 5], distribution.SpeedScale.data<float>().ToArray());
        Assert.All(distribution.SpeedLocation.data<float>().ToArray(), location => Assert.InRange(location, 4, 6));
    }

    [Fact]
    public void Batch_WritesRanges_AndClearRestoresThem()
    {
        using TankPolicy.Batch batch = new(environments: 2);
        using RallyPolicy.Batch fleet = new(environments: 2, maxCars: 3);
        batch.AngleRange(1).Allow(-30, 90);
        batch.LeanRange(1, TankOrder.Shoot).AllowNone();
        fleet.DrivesRange(0, entity: 2).Gas.Allow(5, 6);
        fleet.OwnRange(1).AllowNone();
        fleet.GapRange(0, entity: 1).Allow(float.NegativeInfinity, 2);
        fleet.GapRange(0, entity: 2).Allow(7, float.PositiveInfinity);

        Assert.Equal([-180f, 180, -30, 90], batch.Observation.AngleRange!.data<float>().ToArray());
        Assert.Equal([-0.5f, 0.25f, -0.5f, 0.25f, 0.25f, -0.5f],
            batch.Observation.LeanRange![1].data<float>().ToArray());
        Assert.Equal([-1f, 1, 5, 6], fleet.Observation.DrivesRange![0, 2].data<float>().ToArray());
        Assert.Equal((5f, 6f), (fleet.DrivesRange(0, 2).Gas.Low, fleet.DrivesRange(0, 2).Gas.High));
        Assert.Equal(4, fleet.OwnRange(1).Ends.Length);
        Assert.Equal([0f, 5, 0, 2, 7, float.PositiveInfinity], fleet.Observation.GapRange![0].data<float>().ToArray());

        fleet.OwnRange(1).AllowAll();
        batch.Clear(1);
        fleet.Clear(0);
        Assert.Equal([-180f, 180, -180, 180], batch.Observation.AngleRange!.data<float>().ToArray());
        Assert.Equal([-1f, 1, 0, 100], fleet.Observation.DrivesRange![0, 2].data<float>().ToArray());
        Assert.Equal([-1f, 1, 0, 100], fleet.Observation.OwnRange![1].data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("high", () => batch.AngleRange(0).Allow(0, float.NaN));
        Assert.Equal(-180, batch.AngleRange(0).Low);
    }

    [Fact]
    public void TypedReads_ReturnNumbersAndStructs()
    {
        using DisposeScope scope = NewDisposeScope();
        TankPolicy.Actions tank = new()
        {
            Command = tensor(new[] { 2L, 0 }),
            Angle = tensor(new[] { -90f, float.NaN }),
            Speed = tensor(new[] { 10f, float.NaN }),
            Lean = tensor(new[] { 0.25f, 1 }),
            Charge = tensor(new[] { 1.5f, float.NaN }),
        };
        RallyPolicy.Actions fleet = new()
        {
            Drives = tensor(new long[] { 1, 0, -1, -1 }).reshape(1, 2, 2),
            DrivesNumbers = tensor(new[] { -0.5f, 100, float.NaN, float.NaN }).reshape(1, 2, 2),
            Gap = tensor(new[] { 4f, float.NaN }).reshape(1, 2),
            Lead = tensor(new[] { 1f, float.NaN }).reshape(1, 2),
            Own = tensor(new long[] { -1, 1 }).reshape(1, 2),
            OwnNumbers = tensor(new[] { float.NaN, float.NaN }).reshape(1, 2),
            Horn = tensor(new[] { 1L }),
        };

        Assert.Equal((-90f, null), (tank.AngleAt(0), tank.AngleAt(1)));
        Assert.Equal((1.5f, null), (tank.ChargeAt(0), tank.ChargeAt(1)));
        Assert.Equal(10f, tank.SpeedAt(0));
        Assert.Contains(
            "got NaN, no action", Assert.Throws<InvalidOperationException>(() => tank.SpeedAt(1)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "TankPolicy.Lean: expected a number from -0.5 to 0.25, or NaN for no action, at (1).",
            Assert.Throws<ArgumentOutOfRangeException>(() => tank.LeanAt(1)).Message, StringComparison.Ordinal);
        Assert.Equal(new Driving(-0.5f, Gear.Forward, 100, Brake: false), fleet.DrivesAt(0, 0));
        Assert.Null(fleet.DrivesAt(0, 1));
        Assert.Equal(new Stick(1, 0), fleet.LeadAt(0));
        Assert.Equal(new Driving(0, Gear.Neutral, 0, Brake: true), fleet.OwnAt(0));
        Assert.Equal((4f, null), (fleet.GapAt(0, 0), fleet.GapAt(0, 1)));
    }

    [Fact]
    public void NumbersOfInactiveComponents_AreNaN()
    {
        using DisposeScope scope = NewDisposeScope();
        using RallyPolicy policy = new();
        using RallyPolicy.Batch batch = new(environments: 400, maxCars: 1);
        using Step<RallyPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));
        for (int row = 0; row < 400; row++)
        {
            bool isInGear = step.Actions.Own[row, 0].item<long>() > 0;
            Assert.Equal(isInGear, !float.IsNaN(step.Actions.OwnNumbers[row, 1].item<float>()));
            Assert.False(float.IsNaN(step.Actions.OwnNumbers[row, 0].item<float>()));
        }
    }

    [Fact]
    public void NoLegalNumber_IsAnError_UnlessItIsAllowed()
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        using TankPolicy.Batch batch = new(environments: 3);
        RandomStream stream = new(1);
        batch.ChargeRange(0).AllowNone();
        batch.AngleRange(1).AllowNone();
        using (Step<TankPolicy.Actions> step = policy.Act(batch.Observation, stream))
        {
            Assert.Null(step.Actions.ChargeAt(0));
        }

        batch.SpeedRange(2).Allow(11, 12);
        NoLegalActionException thrown = Assert.Throws<NoLegalActionException>(() => policy.Act(batch.Observation, stream));
        Assert.Equal(("Speed", 2L, 1L), (thrown.Head, thrown.Rows.Single(), stream.Step));
        Assert.Equal(
            "TankPolicy.Speed: no legal number in row 2 of the batch: the range 11 to 12 contains no number of the declared interval, "
                + "0 to 10. Allow at least one number in every row of its range, or declare [ActionMask(AllowEmpty = true)] where having "
                + "none means \"no action\".",
            thrown.Message);
    }

    [Fact]
    public void NaNInARange_IsRefused_BeforeAnythingHappens()
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        using TankPolicy.Batch batch = new(environments: 3);
        RandomStream stream = new(1);
        TankPolicy.Observation observation = batch.Observation with
        {
            AngleRange = tensor(new[] { 0f, 1, float.NaN, 1, 0, 1 }).reshape(3, 2),
        };
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => policy.Act(observation, stream));
        Assert.StartsWith(
            "TankPolicy.AngleRange: expected the ends of intervals, got NaN in row 1.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Step);
    }

    [Fact]
    public void RangesOfAWrongTypeOrShape_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        using TankPolicy.Batch batch = new(environments: 3);
        MaskShapeException type = Assert.Throws<MaskShapeException>(() =>
            policy.forward(batch.Observation with { AngleRange = zeros(3, 2, ScalarType.Float64) }));
        MaskShapeException shape = Assert.Throws<MaskShapeException>(() =>
            policy.forward(batch.Observation with { LeanRange = zeros(3, 2) }));
        Assert.Equal(("AngleRange", "(batch, 2) float32"), (type.Member, type.Expected));
        Assert.Equal(("LeanRange", "(batch, 3, 2) float32"), (shape.Member, shape.Expected));
    }

    [Theory]
    [InlineData("Speed", 0)]
    [InlineData("Speed", 1)]
    [InlineData("Lean", 0)]
    public void NonFiniteOutputs_AreReported(string head, int output)
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        using TankPolicy.Batch batch = new(environments: 2);
        using (no_grad())
        {
            policy.get_parameter($"{head}.bias")![output].fill_(Constant.Of(double.NaN));
        }

        RandomStream stream = new(1);
        NonFiniteLogitsException thrown = Assert.Throws<NonFiniteLogitsException>(() => policy.Act(batch.Observation, stream));
        Assert.Equal((head, 0L), (thrown.Head, stream.Step));
    }

    [Fact]
    public void NumbersOutsideOfTheInterval_AreImpossible_WithoutAGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using TankPolicy policy = new();
        using TankPolicy.Batch batch = new(environments: 4);
        for (int row = 0; row < 4; row++)
        {
            batch.SpeedRange(row).Allow(2, 3);
        }

        using Step<TankPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));
        TankPolicy.Actions actions = step.Actions with { Speed = tensor(new[] { 2f, 1.9f, float.NaN, 99 }) };
        using TankPolicy.Distribution distribution = policy.forward(batch.Observation);
        Tensor logProb = distribution.SpeedLogProb(actions);
        Parameter bias = policy.get_parameter("Speed.bias")!;
        logProb[1].Plus(logProb[2]).Plus(logProb[3]).backward();

        Assert.Equal([true, false, false, false], logProb.data<float>().ToArray().Select(float.IsFinite));
        Assert.All(logProb.data<float>().ToArray()[1..], number => Assert.Equal(float.NegativeInfinity, number));
        Same.Zero(bias.grad!, "gradient");
    }

    [Fact]
    public void AGivenNumber_ChangesTheLogits_AndNoActionCountsAsTheCenter()
    {
        using DisposeScope scope = NewDisposeScope();
        using PotterPolicy policy = new();
        Weights.Randomise(policy, 3);
        using PotterPolicy.Batch batch = new(environments: 1, shelfHeight: 1, shelfWidth: 1);
        batch.ShelfMask(0)[0] = true;
        using Step<PotterPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));
        float Glaze(float heat)
        {
            using PotterPolicy.Distribution distribution = policy.forward(batch.Observation);
            return distribution.GlazeLogProb(step.Actions with { Heat = tensor(new[] { heat }).reshape(1, 1, 1) }).item<float>();
        }

        Assert.NotEqual(Glaze(5), Glaze(7));
        Assert.Equal(Glaze(6), Glaze(float.NaN));
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(3e38f)]
    public void AnImpossibleGivenNumber_MakesNothingNaN(float heat)
    {
        using DisposeScope scope = NewDisposeScope();
        using PotterPolicy policy = new();
        Weights.Randomise(policy, 3);
        using PotterPolicy.Batch batch = new(environments: 1, shelfHeight: 1, shelfWidth: 1);
        batch.ShelfMask(0)[0] = true;
        using Step<PotterPolicy.Actions> step = policy.Act(batch.Observation, new RandomStream(1));
        PotterPolicy.Actions actions = step.Actions with { Heat = tensor(new[] { heat }).reshape(1, 1, 1) };
        Evaluation evaluation = policy.Evaluate(batch.Observation, actions);
        evaluation.LogProb.sum().backward();

        Assert.Equal(float.NegativeInfinity, evaluation.LogProb.item<float>());
        Assert.True(float.IsFinite(evaluation.Entropy.item<float>()));
        Assert.All(policy.parameters(), parameter => Assert.True(parameter.grad is null || parameter.grad.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Declaration_ContainsTheIntervals_AndAModelFileKeepsThem()
    {
        using TemporaryFolder folder = new();
        string path = folder["fleet.safetensors"];
        using RallyPolicy policy = new();
        policy.Save(path);
        using RallyPolicy loaded = RallyPolicy.Load(path);

        HeadDeclaration drives = RallyPolicy.Declaration.Heads.Single(head => head.Name == "Drives");
        Assert.Equal(HeadKind.Compound, drives.Kind);
        Assert.Equal(
            [("Steer", -1f, 1f), ("Gear", null, null), ("Gas", 0f, 100f), ("Brake", null, null)],
            drives.Components.Select(component => (component.Name, component.Low, component.High)));
        Assert.Equal(HeadKind.Number, RallyPolicy.Declaration.Heads.Single(head => head.Name == "Gap").Kind);
        Assert.Equal([9L, 64L + 64], loaded.state_dict()["Drives.weight"].shape);
        Same.Exactly(policy.state_dict()["Drives.weight"], loaded.state_dict()["Drives.weight"], "weights");
    }
}
