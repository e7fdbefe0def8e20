using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class ConditionalGoldenTests
{
    internal const string FileName = "conditional";

    public static TheoryData<string> Cases => GoldenFile<ConditionalCase>.Names(FileName);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionalCase golden = Golden(name);
        ChoiceTree tree = Tree(golden, golden.ParentLogits.Floats(), golden.ChildLogits.Floats());

        TensorAssert.Close(golden.LogProb.Values, LogProb(golden, tree), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, Sum(tree.Entropy()), "entropy");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradients_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionalCase golden = Golden(name);
        Gradients(golden, tree => LogProb(golden, tree), golden.GradLogProbParent, golden.GradLogProbChild);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EntropyGradients_AreTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionalCase golden = Golden(name);
        Gradients(golden, tree => Sum(tree.Entropy()), golden.GradEntropyParent, golden.GradEntropyChild);
    }

    private static ConditionalCase Golden(string name) => GoldenFile<ConditionalCase>.Case(FileName, name);

    private static Tensor LogProb(ConditionalCase golden, ChoiceTree tree) =>
        Sum(tree.LogProb([golden.ParentAction.Actions(), golden.ChildAction.Actions()]));

    private static Tensor Sum(Tensor[] ofBoth) => ofBoth[0].Plus(ofBoth[1]);

    private static void Gradients(ConditionalCase golden, Func<ChoiceTree, Tensor> result, Numbers ofParent, Numbers ofChild)
    {
        Tensor parent = Gradient.Leaf(golden.ParentLogits.Floats());
        Tensor child = Gradient.Leaf(golden.ChildLogits.Floats());
        TensorAssert.Close(ofParent.Values, Gradient.Of(result(Tree(golden, parent, golden.ChildLogits.Floats())), parent), "gradient of the parent");
        TensorAssert.Close(ofChild.Values, Gradient.Of(result(Tree(golden, golden.ParentLogits.Floats(), child)), child), "gradient of the child");
    }

    private static ChoiceTree Tree(ConditionalCase golden, Tensor parent, Tensor child)
    {
        return new ChoiceTree(
            new Choice(parent, golden.ParentMask.Mask()),
            new Choice(child, golden.ChildMask.Mask()) { Table = 0 });
    }
}
