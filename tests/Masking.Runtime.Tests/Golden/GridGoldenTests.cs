using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class GridGoldenTests
{
    internal const string FileName = "grid";

    public static TheoryData<string> Cases => GoldenFile<GridCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GridCase golden = Golden(name);
        using MaskedGrid grid = new(golden.Logits.Floats(), golden.Agents.Mask(), golden.Mask.Mask());

        TensorAssert.Close(golden.LogProb.Values, grid.LogProb(golden.Action.Actions()), "log_prob");
        TensorAssert.Close(golden.EntropySum.Values, grid.Entropy(EntropyReduction.Sum), "entropy_sum");
        TensorAssert.Close(golden.EntropyMean.Values, grid.Entropy(), "entropy_mean");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GridCase golden = Golden(name);
        MaskedGradient.IsTheReference(golden.GradLogProb, golden.Logits, Counted(golden),
            (logits, _) => Grid(logits, golden).LogProb(golden.Action.Actions()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MeanEntropyGradient_IsTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GridCase golden = Golden(name);
        MaskedGradient.IsTheReference(
            golden.GradEntropyMean,
            golden.Logits,
            Counted(golden),
            (logits, _) => Grid(logits, golden).Entropy()
        );
    }

    private static GridCase Golden(string name) => GoldenFile<GridCase>.Case(FileName, name);

    private static MaskedGrid Grid(Tensor logits, GridCase golden) => new(logits, golden.Agents.Mask(), golden.Mask.Mask());

    /// <summary>The choices that are allowed on a cell with an agent.</summary>
    private static Numbers Counted(GridCase golden)
    {
        Tensor counted = golden.Mask.Mask().logical_and(golden.Agents.Mask().unsqueeze(1));
        return new Numbers(Read.Numbers(counted), counted.shape);
    }
}
