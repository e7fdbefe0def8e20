using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class GatedGoldenTests
{
    internal const string FileName = "gated";

    public static TheoryData<string, bool> Cases => Engines.WithBoth(GoldenFile<GatedCase>.Names(FileName).Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name, bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        GatedCase golden = Golden(name);
        using IChoices tree = Tree(isFused, golden, golden.ParentLogits.Floats(), golden.ChildLogits.Floats());

        TensorAssert.Close(golden.LogProb.Values, LogProb(golden, tree), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, tree.Entropy(null, _ => true), "entropy");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradients_AreTheReference(string name, bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        GatedCase golden = Golden(name);
        Gradients(isFused, golden, tree => LogProb(golden, tree), golden.GradLogProbParent, golden.GradLogProbChild);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EntropyGradients_AreTheReference(string name, bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        GatedCase golden = Golden(name);
        Gradients(isFused, golden, tree => tree.Entropy(null, _ => true), golden.GradEntropyParent, golden.GradEntropyChild);
    }

    private static GatedCase Golden(string name) => GoldenFile<GatedCase>.Case(FileName, name);

    private static Tensor LogProb(GatedCase golden, IChoices tree) =>
        tree.LogProb([golden.ParentAction.Actions(), golden.ChildAction.Actions()], _ => true);

    private static void Gradients(bool isFused, GatedCase golden, Func<IChoices, Tensor> result, Numbers ofParent, Numbers ofChild)
    {
        Tensor parent = Gradient.Leaf(golden.ParentLogits.Floats());
        Tensor child = Gradient.Leaf(golden.ChildLogits.Floats());
        TensorAssert.Close(
            ofParent.Values,
            Gradient.Of(result(Tree(isFused, golden, parent, golden.ChildLogits.Floats())), parent),
            "gradient of the parent"
        );
        TensorAssert.Close(
            ofChild.Values,
            Gradient.Of(result(Tree(isFused, golden, golden.ParentLogits.Floats(), child)), child),
            "gradient of the child"
        );
    }

    private static IChoices Tree(bool isFused, GatedCase golden, Tensor parent, Tensor child)
    {
        bool[] active = new bool[parent.size(1)];
        foreach (long value in golden.Active.Integers())
        {
            active[value] = true;
        }

        return Engines.Of(
            isFused,
            new Choice(parent, golden.ParentMask.Mask()),
            new Choice(child, golden.ChildMask.Mask()) { Gate = new Gate(0, active) });
    }
}
