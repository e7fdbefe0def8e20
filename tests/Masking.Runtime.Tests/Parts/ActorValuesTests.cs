using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>Action values of actors, as rows.</summary>
public sealed class ActorValuesTests
{
    private const int Inputs = 3;

    private static readonly QHead<int> Q = new(Inputs, 4);

    [Fact]
    public void Values_AreAProjectionOfTheActorsFeatures()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = randn(5, Inputs);
        Tensor q = nn.functional.linear(features, Q.get_parameter("weight")!, Q.get_parameter("bias")!);
        using ActorValues values = Q.Judge("Policy", "Q", ActorRows.OfTheAgent(5), features, null);

        TensorAssert.Close(q.amax(1), values.Max());
        TensorAssert.SameBits(q.argmax(1), values.Greedy());
        TensorAssert.Close(q.select(1, 2), values.Of(full(5, Constant.Of(2), ScalarType.Int64)));
        TensorAssert.Close(q, values.All());
    }

    [Fact]
    public void AbsentActors_HaveNoActionAndNoValue_AndTheirActionsAreIgnored()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor present = tensor(new[] { true, false, false, true }).reshape(2, 2);
        using ActorValues values = Q.Judge("Policy", "Q", ActorRows.OfThePresent(present), randn(2, Inputs), null);
        Tensor absent = present.logical_not();

        TensorAssert.ZeroWhere(absent, values.Greedy().Plus(1));
        TensorAssert.ZeroWhere(absent, values.EpsilonGreedy(1, new RandomStream(1)).Plus(1));
        TensorAssert.ZeroWhere(absent, values.Max());
        TensorAssert.ZeroWhere(absent.unsqueeze(-1).expand(2, 2, 4), values.EpsilonGreedyProbs(0.5));
        TensorAssert.SameBits(absent, values.All().isneginf().all(-1));
        TensorAssert.Close(values.Max().masked_select(present), values.All().amax([-1L]).masked_select(present));
        TensorAssert.ZeroWhere(absent, values.Of(tensor(new[] { 0L, 99L, long.MinValue, 3L }).reshape(2, 2)));
        TensorAssert.Close(values.Max(), values.Of(values.Greedy()));
    }

    [Fact]
    public void Exploration_DoesNotDependOnOtherActors()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor present = ones(8, 5, ScalarType.Bool);
        Tensor fewer = cat([present, zeros(8, 3, ScalarType.Bool)], 1);
        fewer[0, 1].fill_(Constant.Of(false));
        Tensor explored = Q.Judge("Policy", "Q", ActorRows.OfThePresent(present), zeros(40, Inputs), null)
            .EpsilonGreedy(0.7, new RandomStream(5));
        Tensor others = Q.Judge("Policy", "Q", ActorRows.OfThePresent(fewer), zeros(39, Inputs), null)
            .EpsilonGreedy(0.7, new RandomStream(5));

        explored[0, 1].fill_(Constant.Of(-1));
        TensorAssert.SameBits(explored, others.narrow(1, 0, 5).contiguous());
        Assert.True(Read.Actions(explored).Distinct().Count() > 2);
    }

    [Fact]
    public void WrongInput_IsRefused_ByTheHeadsName()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorValues values = Q.Judge("Herd", "Q", ActorRows.OfTheAgent(2), randn(2, Inputs), null);
        RandomStream stream = new(1);
        MaskShapeException mask = Assert.Throws<MaskShapeException>(() =>
            Q.Judge("Herd", "Q", ActorRows.OfTheAgent(2), randn(2, Inputs), ones(4, 2, ScalarType.Bool))
        );

        Assert.Equal(("Herd", "Q", "(2, 4) bool", "(4, 2) bool"), (mask.Policy, mask.Member, mask.Expected, mask.Actual));
        Assert.Equal(
            "features",
            Assert.Throws<MaskShapeException>(() => Q.Judge("Herd", "Q", ActorRows.OfTheAgent(2), randn(3, Inputs), null)).Member
        );
        Assert.Equal("Q", Assert.Throws<MaskShapeException>(() => values.Of(zeros(2, 1, ScalarType.Int64))).Member);
        Assert.Equal("Q", Assert.Throws<ArgumentOutOfRangeException>(() => values.Of(full(2, Constant.Of(4), ScalarType.Int64))).ParamName);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => values.EpsilonGreedy(2, stream)).ParamName);
        Assert.Throws<ArgumentNullException>("stream", () => values.EpsilonGreedy(0, null!));
        Assert.Throws<ArgumentNullException>("actors", () => Q.Judge("Herd", "Q", null!, randn(2, Inputs), null));
        Assert.Throws<ArgumentOutOfRangeException>("choices", () => new QHead<int>(1, 0));
        Assert.Equal(0, stream.Step);
    }
}
