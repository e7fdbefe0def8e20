using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class GatedGoldenTests
{
    internal const string FileName = "gated";

    public static TheoryData<string> Cases => GoldenFile<GatedCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GatedCase golden = Golden(name);
        ChoiceTree tree = Tree(golden, golden.ParentLogits.Floats(), golden.ChildLogits.Floats());

        TensorAssert.Close(golden.LogProb.Values, LogProb(golden, tree), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, Sum(tree.Entropy()), "entropy");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradients_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GatedCase golden = Golden(name);
        Gradients(golden, tree => LogProb(golden, tree), golden.GradLogProbParent, golden.GradLogProbChild);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EntropyGradients_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GatedCase golden = Golden(name);
        Gradients(golden, tree => Sum(tree.Entropy()), golden.GradEntropyParent, golden.GradEntropyChild);
    }

    private static GatedCase Golden(string name) => GoldenFile<GatedCase>.Case(FileName, name);

    private static Tensor LogProb(GatedCase golden, ChoiceTree tree) =>
        Sum(tree.LogProb([golden.ParentAction.Actions(), golden.ChildAction.Actions()]));

    private static Tensor Sum(Tensor[] ofBoth) => ofBoth[0].Plus(ofBoth[1]);

    private static void Gradients(GatedCase golden, Func<ChoiceTree, Tensor> result, Numbers ofParent, Numbers ofChild)
    {
        Tensor parent = Gradient.Leaf(golden.ParentLogits.Floats());
        Tensor child = Gradient.Leaf(golden.ChildLogits.Floats());
        TensorAssert.Close(ofParent.Values, Gradient.Of(result(Tree(golden, parent, golden.ChildLogits.Floats())), parent), "gradient of the parent");
        TensorAssert.Close(ofChild.Values, Gradient.Of(result(Tree(golden, golden.ParentLogits.Floats(), child)), child), "gradient of the child");
    }

    private static ChoiceTree Tree(GatedCase golden, Tensor parent, Tensor child)
    {
        bool[] active = new bool[parent.size(1)];
        foreach (long value in golden.Active.Integers())
        {
            active[value] = true;
        }

        return new ChoiceTree(
            new Choice(parent, golden.ParentMask.Mask()),
            new Choice(child, golden.ChildMask.Mask()) { Gate = new Gate(0, active) });
    }
}
