using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>The initializer of a member creates its part. A part of another size is refused.</summary>
public class GivenPartTests
{
    public static TheoryData<string, Misfits, string> WrongParts => new()
    {
        { "vector", new Misfits { Globals = () => new MlpEncoder(5) }, "Globals: expected 4 inputs, as declared, got 5" },
        { "nothing", new Misfits { Globals = () => null! },
            "Globals: expected a part from its initializer, got null. Remove the initializer to have the part created from the "
                + "declaration." },
        { "set", new Misfits { Units = () => new AttentionEncoder(2) }, "Units: expected 3 features, as declared, got 2" },
        { "set without attention", new Misfits { Units = () => new DeepSetEncoder(4) }, "Units: expected 3 features, as declared, got 4" },
        { "channels", new Misfits { Map = () => new ConvEncoder(3, null, null) }, "Map: expected 2 channels, as declared, got 3" },
        { "cells", new Misfits { Map = () => new ConvEncoder(2, 3, 5) }, "Map: expected maps of 3 by any cells, as declared, got 3 by 5" },
        { "core", new Misfits { Core = () => new GruCore(21, 8) }, "Core: expected 20 inputs, as declared, got 21" },
        { "width", new Misfits { Core = () => new GruCore(20, 9) }, "Core: expected 8 numbers in the latent, as declared, got 9" },
        { "memory", new Misfits { Core = () => new LstmCore(20, 8) }, "Core: expected 1 tensors of memory, as declared, got 2" },
        { "head", new Misfits { Speed = () => new Head<int>(9, 3) }, "Speed: expected 8 inputs, as declared, got 9" },
        { "choices", new Misfits { Speed = () => new Head<int>(8, 4) }, "Speed: expected 3 choices, as declared, got 4" },
        { "given", new Misfits { Speed = () => new Head<int>(8, 3, given: 2) },
            "Speed: expected the choices of other heads (), as declared, got (2)" },
        { "pointer", new Misfits { Target = () => new PointerHead(7, 6, given: [3]) }, "Target: expected 8 inputs, as declared, got 7" },
        { "candidates", new Misfits { Target = () => new PointerHead(8, 5, given: [3]) },
            "Target: expected 6 numbers per candidate, as declared, got 5" },
        { "given to a pointer", new Misfits { Target = () => new PointerHead(8, 6) },
            "Target: expected the choices of other heads (3), as declared, got ()" },
        { "subset", new Misfits { Squad = () => new SubsetHead(9, 6) }, "Squad: expected 8 inputs, as declared, got 9" },
        { "candidates of a subset", new Misfits { Squad = () => new SubsetHead(8, 7) },
            "Squad: expected 6 numbers per candidate, as declared, got 7" },
        { "value", new Misfits { Value = () => new ValueHead(9, hidden: 8) }, "Value: expected 8 inputs, as declared, got 9" },
    };

    [Fact]
    public void Parts_AreCreatedByInitializers()
    {
        using DisposeScope scope = NewDisposeScope();
        using OutfittedPolicy policy = new();

        Assert.Equal((24, 8, 6, 5, 7),
            (policy.Globals.Width, policy.Units.Width, policy.Boxes.Width, policy.Map.Width, policy.Map.PooledWidth));
        Assert.Equal([10L, 16L], policy.state_dict()["Value.hidden.weight"].shape);
        Assert.Equal([4L, 16L], policy.state_dict()["Target.query.weight"].shape);
        Assert.Equal([4L, 5L], policy.state_dict()["Places.key.weight"].shape);
        Assert.Equal(
            ["Boxes", "Core", "Globals", "Map", "Places", "Speed", "Target", "Units", "Value"],
            policy.named_children().Select(child => child.name).Order(StringComparer.Ordinal));

        OutfittedPolicy.Observation observation = new()
        {
            Globals = rand(2, 4), Units = rand(2, 3, 3), UnitsMask = ones(2, 3, ScalarType.Bool), Boxes = rand(2, 1, 2),
                BoxesMask = ones(2, 1, ScalarType.Bool),
            Map = rand(2, 2, 3, 3), MapMask = ones(2, 3, 3, ScalarType.Bool), SpeedMask = null, TargetMask = null, PlacesMask = null,
        };
        Step<OutfittedPolicy.Actions> step = policy.Act(observation, new RandomStream(1));
        policy.Evaluate(observation, step.Actions).LogProb.sum().backward();
        Assert.NotNull(policy.Globals.parameters().First().grad);
    }

    [Fact]
    public void PartsOfInitializers_OutliveADisposeScopeAndAreConverted()
    {
        OutfittedRecallPolicy policy;
        using (NewDisposeScope())
        {
            policy = new OutfittedRecallPolicy();
        }

        using DisposeScope scope = NewDisposeScope();
        using (policy)
        {
            policy.to(ScalarType.Float64);
            Assert.All(policy.parameters(), parameter => Assert.Equal(ScalarType.Float64, parameter.dtype));
            OutfittedRecallPolicy.Observation observation = new() { Globals = rand(2, 4, ScalarType.Float64), JumpMask = null,
                Memory = policy.InitialMemory(2) };
            Assert.Equal([2L, 6L], policy.Act(observation, new RandomStream(1)).Memory.Cell.shape);
        }
    }

    [Fact]
    public void AHeadOfActionValues_IsCreatedByItsInitializer()
    {
        using DisposeScope scope = NewDisposeScope();
        using OutfittedValues network = new();

        Assert.Equal([2L, 64L], network.state_dict()["Q.weight"].shape);
        Assert.Equal(2, network.ActGreedily(new OutfittedValues.Observation { Globals = rand(2, 4), QMask = null }).Q.size(0));
    }

    [Fact]
    public void OneInstanceForTwoMembers_IsShared()
    {
        using DisposeScope scope = NewDisposeScope();
        using SharingPolicy policy = new();
        policy.to(ScalarType.Float64);

        Assert.Same(policy.Left, policy.Right);
        Assert.Equal(["Core.layer.bias", "Core.layer.weight", "Jump.bias", "Jump.weight", "Left.layer.bias", "Left.layer.weight"],
            policy.named_parameters().Select(parameter => parameter.name).Order(StringComparer.Ordinal));
        SharingPolicy.Observation observation = new() { Left = rand(2, 4, ScalarType.Float64), Right = rand(2, 4, ScalarType.Float64),
            JumpMask = null };
        Assert.Equal(ScalarType.Float64, policy.Act(observation, new RandomStream(1)).LogProb.dtype);
    }

    [Fact]
    public void PartsThatFit_AreAccepted()
    {
        MisfitPolicy.Parts = new Misfits();
        using MisfitPolicy policy = new();

        Assert.Equal(5, policy.Globals.Width);
    }

    [Theory]
    [MemberData(nameof(WrongParts))]
    public void APartOfAnotherSize_IsRefusedWithBothNumbers(string part, Misfits parts, string message)
    {
        Assert.NotEmpty(part);
        MisfitPolicy.Parts = parts;

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => new MisfitPolicy());

        Assert.StartsWith($"MisfitPolicy.{message}", refused.Message, StringComparison.Ordinal);
    }
}
