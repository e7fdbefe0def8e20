using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Golden;

public sealed class ConditionalGoldenTests
{
    internal const string FileName = "conditional";

    public static TheoryData<string, bool> Cases => Engines.WithBoth(GoldenFile<ConditionalCase>.Names(FileName).Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_AreTheReference(string name, bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionalCase golden = Golden(name);
        using IChoices tree = Tree(isFused, golden, golden.ParentLogits.Floats(), golden.ChildLogits.Floats());

        TensorAssert.Close(golden.LogProb.Values, LogProb(golden, tree), "log_prob");
        TensorAssert.Close(golden.Entropy.Values, tree.Entropy(null, _ => true), "entropy");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogProbGradients_AreTheReference(string name, bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionalCase golden = Golden(name);
        Gradients(isFused, golden, tree => LogProb(golden, tree), golden.GradLogProbParent, golden.GradLogProbChild);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EntropyGradients_AreTheReference(string name, bool isFused)
    {
        using DisposeScope scope = NewDisposeScope();
        ConditionalCase golden = Golden(name);
        Gradients(isFused, golden, tree => tree.Entropy(null, _ => true), golden.GradEntropyParent, golden.GradEntropyChild);
    }

    private static ConditionalCase Golden(string name) => GoldenFile<ConditionalCase>.Case(FileName, name);

    private static Tensor LogProb(ConditionalCase golden, IChoices tree) =>
        tree.LogProb([golden.ParentAction.Actions(), golden.ChildAction.Actions()], _ => true);

    private static void Gradients(bool isFused, ConditionalCase golden, Func<IChoices, Tensor> result, Numbers ofParent, Numbers ofChild)
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

    private static IChoices Tree(bool isFused, ConditionalCase golden, Tensor parent, Tensor child)
    {
        return Engines.Of(
            isFused,
            new Choice(parent, golden.ParentMask.Mask()),
            new Choice(child, golden.ChildMask.Mask()) { Tables = [0] });
    }
}
