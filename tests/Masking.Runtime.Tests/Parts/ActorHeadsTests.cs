using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Parts;

/// <summary>Several heads of a single agent, and of several actors.</summary>
public sealed class ActorHeadsTests
{
    private const int Inputs = 6;

    private static readonly Head<int> Command = new(Inputs, 4);
    private static readonly Head<bool> Fire = new(Inputs, 2);
    private static readonly PointerHead Target = new(Inputs, 3);

    [Fact]
    public void Heads_KeepTheOrderOfTheirDeclaration()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorHeads heads = OfTheAgent(randn(5, Inputs));
        Assert.Equal([5, 3], heads.HeadProbs(0).shape);
        Assert.Equal([5, 4], heads.HeadProbs(1).shape);
        Assert.Equal([5, 2], heads.HeadProbs(2).shape);
    }

    [Fact]
    public void JointLogProbability_IsTheSumOverHeads()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorHeads heads = OfTheAgent(randn(5, Inputs));
        Tensor[] actions = heads.Sample(new RandomStream(1).Next());
        Tensor sum = heads.HeadLogProb(0, actions).Plus(heads.HeadLogProb(1, actions)).Plus(heads.HeadLogProb(2, actions));
        TensorAssert.Close(sum, heads.LogProb(actions));
        TensorAssert.Finite(sum);
    }

    [Fact]
    public void LogProbabilities_AreSummedOverPresentActors()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor present = tensor(new[] { true, true, false, false, false, false }).reshape(2, 3);
        using ActorHeads heads = OfThePresent(present, randn(2, Inputs));
        Tensor[] actions = heads.Sample(new RandomStream(1).Next());
        double[] perActor = Read.Numbers(heads.HeadLogProb(0, actions).Plus(heads.HeadLogProb(1, actions)));

        Assert.All(actions, chosen => Assert.Equal([-1, -1, -1, -1], Read.Actions(chosen)[2..]));
        Assert.Equal([0, 0, 0, 0], perActor[2..]);
        TensorAssert.Close([perActor[0] + perActor[1], 0], heads.LogProb(actions));
        TensorAssert.Close([Math.Log(8), 0], heads.Entropy(), relative: 1e-3);
        TensorAssert.Zero(heads.KlDivergence(heads));
    }

    [Fact]
    public void PaddedEntities_DrawTheSame()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = randn(4, Inputs);
        Tensor present = tensor(new[] { true, false, true, true, true, false }).reshape(2, 3);
        Tensor padded = cat([present, zeros(2, 2, ScalarType.Bool)], 1);
        Tensor[] actions = OfThePresent(present, features).Sample(new RandomStream(5).Next());
        Tensor[] more = OfThePresent(padded, features).Sample(new RandomStream(5).Next());
        Assert.All(actions.Zip(more), pair => TensorAssert.SameBits(pair.First, pair.Second.narrow(1, 0, 3).contiguous()));
    }

    [Fact]
    public void Lanes_AreCountedFromTheFirst()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = randn(200, Inputs);
        using ActorHeads both = Heads.Choose(
            "Policy",
            ActorRows.OfTheAgent(200),
            features,
            ("Command", Command.Choose(null)),
            ("Again", Command.Choose(null))
        );
        using ActorHeads second = new ActionPlan("Policy", firstRandomNumber: 1, HeadPlan.Choice("Again", 4)).Choose(
            ActorRows.OfTheAgent(200),
            features,
            Command.Choose(null)
        );
        Tensor[] actions = both.Sample(new RandomStream(5).Next());
        Assert.NotEqual(Read.Actions(actions[0]), Read.Actions(actions[1]));
        TensorAssert.SameBits(actions[1], second.Sample(new RandomStream(5).Next())[0]);
    }

    [Fact]
    public void MaskOfTheWrongShape_IsRefused_EvenWithTheRightNumberOfElements()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor present = ones(2, 3, ScalarType.Bool);
        MaskShapeException refused = Assert.Throws<MaskShapeException>(() =>
            Heads.Choose(
                "Army",
                ActorRows.OfThePresent(present),
                randn(6, Inputs),
                ("Command", Command.Choose(ones(3, 2, 4, ScalarType.Bool)))
            )
        );
        Assert.Equal(
            ("Army", "Command", "(2, 3, 4) bool", "(3, 2, 4) bool"),
            (refused.Policy, refused.Member, refused.Expected, refused.Actual)
        );
        Assert.Throws<MaskShapeException>(() =>
            Heads.Choose("Army", ActorRows.OfTheAgent(2), randn(2, Inputs), ("Command", Command.Choose(ones(8, ScalarType.Bool))))
        );
        Assert.Throws<MaskShapeException>(() =>
            Heads.Choose("Army", ActorRows.OfTheAgent(2), randn(2, Inputs), ("Command", Command.Choose(ones(2, 4))))
        );
        Assert.Throws<MaskShapeException>(() =>
            Heads.Choose(
                "Army",
                ActorRows.OfTheAgent(2),
                randn(2, Inputs),
                ("Target", Target.PointAtEntity(randn(2, 5, 3), ones(5, 2, ScalarType.Bool), null))
            )
        );
        Assert.Equal(
            "features",
            Assert
                .Throws<MaskShapeException>(() =>
                    Heads.Choose("Army", ActorRows.OfTheAgent(2), randn(3, Inputs), ("Command", Command.Choose(null)))
                )
                .Member
        );
    }

    [Fact]
    public void WrongActions_AreRefused_ByTheHeadsName()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorHeads heads = Heads.Choose(
            "Army",
            ActorRows.OfTheAgent(2),
            randn(2, Inputs),
            ("Command", Command.Choose(null)),
            ("Fire", Fire.Choose(null))
        );
        Tensor fine = zeros(2, ScalarType.Int64);
        Assert.Equal("Fire", Assert.Throws<MaskShapeException>(() => heads.LogProb(fine, zeros(2, 1, ScalarType.Int64))).Member);
        Assert.Equal("Command", Assert.Throws<MaskShapeException>(() => heads.LogProb(zeros(2), fine)).Member);
        Assert.Equal("Fire", Assert.Throws<ArgumentOutOfRangeException>(() => heads.LogProb(fine, fine.Plus(2))).ParamName);
        Assert.Equal(
            "Fire",
            Assert.Throws<ArgumentOutOfRangeException>(() => heads.HeadLogProb(1, fine, fine.sub(Constant.Of(2)))).ParamName
        );
        Assert.Throws<ArgumentException>("actions", () => heads.LogProb(fine));
        Assert.Throws<ArgumentException>("heads", () => Heads.Choose("Army", ActorRows.OfTheAgent(2), randn(2, Inputs)));
    }

    [Fact]
    public void LogProb_LeavesOnlyItsResult_ForAnyLayoutOfActions_AndNothingIfTheyAreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();       // with a gradient heads keep the entropy that comes along
        using ActorHeads heads = OfThePresent(ones(2, 3, ScalarType.Bool), randn(6, Inputs));
        Tensor fine = zeros(2, 3, ScalarType.Int64);
        Tensor turned = zeros(3, 2, ScalarType.Int64).transpose(0, 1);
        Tensor wrong = fine.Plus(2);
        LiveTensors.AreUnchangedBy(() => heads.LogProb(fine, turned).Dispose(), calls: 3);
        LiveTensors.AreUnchangedBy(() => heads.Sample(new RandomStream(1).Next()).ToList().ForEach(actions => actions.Dispose()), calls: 3);
        Assert.Equal("Fire", Refused.WithoutLeak<ArgumentOutOfRangeException>(() => heads.LogProb(fine, wrong)).ParamName);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void AnOrderWithAHeadBeforeItsParent_IsRefused(int first, int second)
    {
        HeadPlan child = HeadPlan.Choice("Child", 2).ActiveWhen(1, true, false, true);
        HeadPlan parent = HeadPlan.Choice("Parent", 3);
        Assert.Throws<ArgumentException>("order", () => new ActionPlan("Army", firstRandomNumber: 0, [first, second], child, parent));
        Assert.Equal([1, 0], new ActionPlan("Army", firstRandomNumber: 0, [1, 0], child, parent).Choices.Select(choice => choice.Head));
    }

    [Fact]
    public void DependenceOnAHeadOfAnotherKindOrSize_IsRefused()
    {
        HeadPlan bits = HeadPlan.Flags("Bits", 3);
        Assert.Throws<ArgumentException>("heads",
            () => new ActionPlan("Army", firstRandomNumber: 0, bits, HeadPlan.Choice("Child", 2).MaskPer(0)));
        Assert.Throws<ArgumentException>(
            "heads",
            () => new ActionPlan(
                "Army", firstRandomNumber: 0, HeadPlan.Choice("Parent", 3), HeadPlan.Choice("Child", 2).ActiveWhen(0, true))
        );
        Assert.Throws<ArgumentException>("heads",
            () => new ActionPlan("Army", firstRandomNumber: 0, bits, HeadPlan.Choice("Child", 2).Given(7)));
        Assert.Throws<ArgumentException>(
            "components",
            () => HeadPlan.Compound("Both", ComponentPlan.Flags(2), ComponentPlan.Choice(2).ActiveWhen(0, true, false))
        );
    }

    [Fact]
    public void OtherActors_CannotBeCompared()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = randn(2, Inputs);
        using ActorHeads first = OfThePresent(tensor(new[] { true, true, false }).reshape(1, 3), features);
        using ActorHeads second = OfThePresent(tensor(new[] { true, false, true }).reshape(1, 3), features);
        Assert.Throws<ArgumentException>(() => first.KlDivergence(second));
        TensorAssert.Zero(first.KlDivergence(first));
    }

    private static ActorHeads OfTheAgent(Tensor features)
    {
        long batch = features.size(0);
        return Heads.Choose("Policy", ActorRows.OfTheAgent(batch), features,
            ("Target", Target.PointAtEntity(randn(batch, 3, 3), ones(batch, 3, ScalarType.Bool), null)),
            ("Command", Command.Choose(tensor(new[] { true, false, true, true }).expand(batch, 4))),
            ("Fire", Fire.Choose(null)));
    }

    private static ActorHeads OfThePresent(Tensor present, Tensor features) =>
        Heads.Choose("Policy", ActorRows.OfThePresent(present), features, ("Command", Command.Choose(null)), ("Fire", Fire.Choose(null)));
}
