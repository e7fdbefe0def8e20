using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>A head that is conditioned on another head, which is not always active.</summary>
public sealed class GivenHeadsTests
{
    private const int Inputs = 5;

    private static readonly ActionPlan Plan = new("Policy", firstRandomNumber: 0,
        HeadPlan.Choice("Command", 2),
        HeadPlan.Choice("Heading", 3).ActiveWhen(0, false, true),
        HeadPlan.Choice("Speed", 4).Given(1));

    private static readonly Head<bool> Command = new(Inputs, 2);
    private static readonly Head<int> Heading = new(Inputs, 3);
    private static readonly Head<int> Speed = new(Inputs, 4, 3);

    [Fact]
    public void ActionsOfInactiveHeads_AreIgnored()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorHeads heads = Choose(seed: 1);
        using ActorHeads others = Choose(seed: 2);
        Tensor[] none = Actions(heading: -1);
        Tensor[] something = Actions(heading: 2);

        TensorAssert.SameBits(heads.LogProb(none), heads.LogProb(something), "log-probability");
        TensorAssert.SameBits(heads.HeadLogProb(2, none), heads.HeadLogProb(2, something), "log-probability of the head that is given it");
        TensorAssert.SameBits(heads.Entropy(none), heads.Entropy(something), "entropy");
        TensorAssert.SameBits(heads.KlDivergence(others, none), heads.KlDivergence(others, something), "divergence");
        TensorAssert.SameBits(Probs(heads, none), Probs(heads, something), "probabilities");
    }

    [Fact]
    public void ActionsOfActiveHeads_AreUsed()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorHeads heads = Choose(seed: 1);
        Assert.NotEqual(
            Read.Numbers(heads.HeadLogProb(2, Actions(heading: 1, command: 1))),
            Read.Numbers(heads.HeadLogProb(2, Actions(heading: 2, command: 1))));
    }

    private static ActorHeads Choose(int seed)
    {
        manual_seed(seed);
        return Plan.Choose(ActorRows.OfTheAgent(2), randn(2, Inputs), Command.Choose(null), Heading.Choose(null), Speed.Choose(null));
    }

    private static Tensor Probs(ActorHeads heads, Tensor[] actions)
    {
        heads.LogProb(actions);
        return heads.HeadProbs(2);
    }

    private static Tensor[] Actions(long heading, long command = 0) =>
        [
            full(2, Constant.Of(command), ScalarType.Int64),
            full(2, Constant.Of(heading), ScalarType.Int64),
            full(2, Constant.Of(3), ScalarType.Int64),
        ];
}
