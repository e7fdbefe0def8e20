using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

/// <summary>
/// A custom part that violates the contract of its base class is named, with the expected and the actual output, before the output is used.
/// </summary>
public sealed class OwnPartTests : IDisposable
{
    public static TheoryData<string, string, string> Parts => new()
    {
        { "vector", "Globals", "(2, 8) float32 from TruantVectorEncoder" },
        { "entities", "Units", "(2, 4, 6) float32 from TruantSetEncoder" },
        { "set", "Units", "(2, 5) float32 from TruantSetEncoder" },
        { "cells", "Map", "(2, 3, 5, 4) float32 from TruantGridEncoder" },
        { "map", "Map", "(2, 15) float32 from TruantGridEncoder" },
        { "core", "Core", "(2, 7) float32 from TruantCore" },
    };

    public void Dispose() => Truancy.Instead.Clear();

    [Theory]
    [MemberData(nameof(Parts))]
    public void WrongOutputsOfCustomParts_AreNamed(string part, string member, string expected)
    {
        using TruantPolicy policy = new();
        using DisposeScope scope = NewDisposeScope();
        TruantPolicy.Observation observation = new()
        {
            Globals = zeros(2, 3), Units = zeros(2, 4, 2), UnitsMask = ones(2, 4, ScalarType.Bool), Map = zeros(2, 2, 3, 5),
                TargetMask = null, PlaceMask = null,
        };
        policy.Act(observation, new RandomStream(1));
        foreach (Func<Tensor, Tensor?> change in Changes)
        {
            Truancy.Instead[part] = change;

            MaskShapeException refused = LiveTensors.AfterThrowing<MaskShapeException>(() => policy.Act(observation, new RandomStream(1)));

            Assert.Equal(("TruantPolicy", member, expected), (refused.Policy, refused.Member, refused.Expected));
        }
    }

    [Fact]
    public void AWrongWidth_IsReportedWithBothNumbers()
    {
        using TruantPolicy policy = new();
        using DisposeScope scope = NewDisposeScope();
        TruantPolicy.Observation observation = new()
        {
            Globals = zeros(2, 3), Units = zeros(2, 4, 2), UnitsMask = ones(2, 4, ScalarType.Bool), Map = zeros(2, 2, 3, 5),
                TargetMask = null, PlaceMask = null,
        };
        Truancy.Instead["vector"] = right => right.narrow(1, 0, 5);
        Assert.Equal("TruantPolicy.Globals: expected (2, 8) float32 from TruantVectorEncoder, got (2, 5) float32. "
            + "TruantVectorEncoder.Width is 8, but the output has width 5: "
                + "pass the width of the output to the constructor of the base class.",
            Assert.Throws<MaskShapeException>(() => policy.Act(observation, new RandomStream(1))).Message);

        Truancy.Instead.Clear();
        Truancy.Instead["set"] = right => right.narrow(1, 0, 1);
        Assert.Equal("TruantPolicy.Units: expected (2, 5) float32 from TruantSetEncoder, got (2, 1) float32. "
            + "TruantSetEncoder.PooledWidth is 5, but the output has width 1: "
                + "pass the width of the output to the constructor of the base class.",
            Assert.Throws<MaskShapeException>(() => policy.Evaluate(observation,
                new() { Target = zeros(2, ScalarType.Int64), Place = zeros(2, ScalarType.Int64) })).Message);
    }

    [Theory]
    [InlineData("read", "(2, …) from TruantRecurrentCore.Read")]
    [InlineData("step", "(2, 7) float32 from TruantRecurrentCore")]
    public void WrongOutputsOfACustomRecurrentCore_AreNamed(string part, string expected)
    {
        using TruantRecurrentPolicy policy = new();
        using DisposeScope scope = NewDisposeScope();
        TruantRecurrentPolicy.Observation observation = new() { Globals = zeros(2, 3), AnswerMask = null,
            Memory = policy.InitialMemory(2) };
        policy.Act(observation, new RandomStream(1));
        foreach (Func<Tensor, Tensor?> change in part == "read" ? [_ => null, right => right.narrow(0, 0, 1)] : Changes)
        {
            Truancy.Instead[part] = change;

            MaskShapeException refused = LiveTensors.AfterThrowing<MaskShapeException>(() => policy.Act(observation, new RandomStream(1)));

            Assert.Equal(("TruantRecurrentPolicy", "Core", expected), (refused.Policy, refused.Member, refused.Expected));
        }
    }

    [Fact]
    public void AMemoryAboveTheArrayLimit_IsRefused()
    {
        using TruantRecurrentPolicy policy = new();
        foreach (long batch in new[] { -1, long.MinValue, long.MaxValue, Array.MaxLength })
        {
            Assert.Equal("batch", LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() => policy.InitialMemory(batch)).ParamName);
            Assert.Equal("batch", LiveTensors.AfterThrowing<ArgumentOutOfRangeException>(() =>
                TruantRecurrentPolicy.Memory.Initial(batch)).ParamName);
        }
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AnEpsilonOutOfRange_IsRefused(double epsilon)
    {
        using FerryValues values = new();
        RandomStream stream = new(1);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => values.Act(default, epsilon, stream)).ParamName);
        Assert.Equal(0, stream.Step);
    }

    /// <summary>Wrong outputs: null, a disposed tensor, too few rows, another width, one axis more or less, another element type.</summary>
    private static Func<Tensor, Tensor?>[] Changes =>
    [
        _ => null,
        right =>
        {
            right.Dispose();
            return right;
        },
        right => right.narrow(0, 0, 1),
        right => right.narrow(-1, 0, 2),
        right => cat([right, right], -1),
        right => right.unsqueeze(0),
        right => right.flatten(),
        right => right.to(ScalarType.Float64),
        right => right.to(ScalarType.Int64),
    ];
}
