using Masking.Runtime.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests.Golden;

public class DeclaredValuesTests
{
    private const int Draws = 4000;

    public static TheoryData<string> Cases => GoldenFile<QValuesCase>.Names("qvalues");

    [Theory, MemberData(nameof(Cases))]
    public void Values_EqualTheReference(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        QValuesCase golden = GoldenFile<QValuesCase>.Case("qvalues", name);
        (Tensor q, Tensor mask) = (golden.Q.Floats(), golden.Mask.Mask());
        ActionValues values = Declared(golden, q, mask);

        Assert.Equal(golden.Greedy.Integers(), Read.Actions(values.Greedy()));
        TensorAssert.Close(golden.Max.Values, values.Max(), "max");
        TensorAssert.Close(golden.Max.Values, values.Of(golden.Greedy.Actions()), "values of the greedy actions");
        for (int row = 0; row < q.size(0); row++)
        {
            Tensor drawn = Declared(golden, q.narrow(0, row, 1).expand(Draws, -1), mask.narrow(0, row, 1).expand(Draws, -1))
                .EpsilonGreedy(golden.Epsilon, new RandomStream(row));
            int choices = (int)q.size(1);
            long[] counts = [.. Enumerable.Range(0, choices).Select(choice => Read.Actions(drawn).LongCount(action => action == choice))];
            ChiSquared.Fits(golden.EpsilonGreedyProbs.Values[(row * choices)..((row + 1) * choices)], counts);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void TheGradientOfTheMaximum_EqualsThatOfTheGreedyAction(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        QValuesCase golden = GoldenFile<QValuesCase>.Case("qvalues", name);
        Tensor leaf = Gradient.Leaf(golden.Q.Floats());
        Tensor expected = golden.Greedy.Actions().unsqueeze(-1).eq(Constant.Range(leaf.size(1)));

        TensorAssert.Close(Read.Numbers(expected), Gradient.Of(Declared(golden, leaf, golden.Mask.Mask()).Max(), leaf), "gradient");
    }

    private static ActionValues Declared(QValuesCase golden, Tensor q, Tensor mask) => q.size(1) switch
    {
        4 => Evaluate(new Values4(), q, mask),
        7 => Evaluate(new Values7(), q, mask),
        18 => Evaluate(new Values18(), q, mask),
        _ => throw new NotSupportedException($"Declare a network for {golden.Name}."),
    };

    private static ActionValues Evaluate<TObservation, TActions, TValues>(
        MaskedValueNetwork<TObservation, TActions, TValues> network,
        Tensor q,
        Tensor mask
    )
        where TObservation : ITensorRecord<TObservation>
        where TActions : class, ITensorRecord<TActions>
        where TValues : IActionValues<TActions>
    {
        IdentityWeights.SetIdentity(network, "Q");
        return ActionValues.From(network.forward(TObservation.FromTensors([q, mask])));
    }
}
