using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

/// <summary>The base class of generated policies, tested with a policy that is written by hand.</summary>
public sealed class MaskedPolicyTests
{
    private static readonly bool[] Legal = [true, false, true, true, false, false, false, true];

    [Fact]
    public void Act_TakesLegalActions_WithTheirLogProbability_WithoutGradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutPolicy policy = new();
        Pair observation = Observation();
        using Step<ScoutPolicy.Actions> step = policy.Act(observation, new RandomStream(1));
        (ScoutPolicy.Actions actions, Tensor logProb, Tensor value) = step;
        using Evaluation evaluation = policy.Evaluate(observation, actions);

        Assert.Contains(Read.Actions(actions.Command)[0], new long[] { 0, 2, 3 });
        Assert.Equal(3, Read.Actions(actions.Command)[1]);
        TensorAssert.SameBits(evaluation.LogProb, logProb);
        TensorAssert.SameBits(evaluation.Value, value);
        Assert.False(logProb.requires_grad || value.requires_grad);
        Assert.True(evaluation.LogProb.requires_grad && evaluation.Entropy.requires_grad && evaluation.Value.requires_grad);
    }

    [Fact]
    public void ActGreedily_TakesTheMode()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutPolicy policy = new();
        using Step<ScoutPolicy.Actions> step = policy.ActGreedily(Observation());
        Assert.Equal(Read.Actions(policy.forward(Observation()).Mode().Command)[1], Read.Actions(step.Actions.Command)[1]);
        Assert.Equal(3, Read.Actions(step.Actions.Command)[1]);
    }

    [Fact]
    public void Evaluation_HasGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutPolicy policy = new();
        (Tensor logProb, Tensor entropy, Tensor value) = policy.Evaluate(Observation(), new ScoutPolicy.Actions(tensor(new[] { 2L, 3L })));
        logProb.Plus(entropy).Plus(value).sum().backward();
        Assert.All(policy.parameters(), parameter => TensorAssert.Finite(parameter.grad!));
        TensorAssert.ZeroWhere(
            tensor(new[] { false, true, false, false }),
            policy.get_parameter("Command.bias")!.grad!,
            "the bias of the choice that is masked everywhere"
        );
    }

    [Fact]
    public void Parts_AreRegisteredUnderTheirNames_Once()
    {
        using ScoutPolicy policy = new();
        Assert.Equal(
            ["Scale.factor", "Command.weight", "Command.bias", "Value.layer.weight", "Value.layer.bias"],
            policy.state_dict().Keys
        );
    }

    [Fact]
    public void PolicyBuiltWithinADisposeScope_OutlivesIt()
    {
        ScoutPolicy policy;
        using (NewDisposeScope())
        {
            policy = new ScoutPolicy();
        }

        using DisposeScope scope = NewDisposeScope();
        TensorAssert.Finite(policy.forward(Observation()).Entropy());
        policy.Dispose();
    }

    [Fact]
    public void PolicyMovedToFloat64_RequiresFloat64()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutPolicy policy = new();
        policy.to(ScalarType.Float64);
        Pair observation = Observation();
        Assert.Equal("Globals", Assert.Throws<MaskShapeException>(() => policy.forward(observation)).Member);
        Pair wide = observation with { First = observation.First.to(ScalarType.Float64) };
        Assert.Equal(ScalarType.Float64, policy.forward(wide).Entropy().dtype);
    }

    [Fact]
    public void NoLegalAction_NamesTheHeadAndTheRows_AndTakesNoStep()
    {
        using ScoutPolicy policy = new();
        using Tensor numbers = zeros(3, ScoutPolicy.Inputs);
        using Tensor mask = tensor([false, false, false, false, true, true, true, true, false, false, false, false], [3, 4]);
        RandomStream stream = new(1);
        NoLegalActionException refused = Refused.WithoutLeak<NoLegalActionException>(() => policy.Act(new Pair(numbers, mask), stream));
        Assert.Equal(("ScoutPolicy", "Command"), (refused.Policy, refused.Head));
        Assert.Equal([0, 2], refused.Rows);
        Assert.Equal(0, stream.Step);
    }

    [Fact]
    public void WrongInput_LeavesNothing_AndTakesNoStep()
    {
        using ScoutPolicy policy = new();
        using Tensor numbers = zeros(2, ScoutPolicy.Inputs);
        using Tensor turned = ones(4, 2, ScalarType.Bool);
        using Tensor actions = tensor(new[] { 0L, 4L });
        RandomStream stream = new(1);
        Refused.WithoutLeak<MaskShapeException>(() => policy.Act(new Pair(numbers, turned), stream));
        Refused.WithoutLeak<ArgumentOutOfRangeException>(() => policy.Evaluate(new Pair(numbers, null), new ScoutPolicy.Actions(actions)));
        Refused.WithoutLeak<ArgumentNullException>(() => policy.Act(new Pair(numbers, null), null!));
        Assert.Equal(0, stream.Step);
    }

    [Fact]
    public void WithoutValue_TheMessageExplainsHowToDeclareIt()
    {
        using DisposeScope scope = NewDisposeScope();
        using ScoutPolicy policy = new(hasValue: false);
        using Step<ScoutPolicy.Actions> step = policy.ActGreedily(Observation());
        using Evaluation evaluation = policy.Evaluate(Observation(), step.Actions);
        Assert.Contains("[Value]", Assert.Throws<InvalidOperationException>(() => step.Value).Message);
        Assert.Throws<InvalidOperationException>(() => evaluation.Value);
    }

    [Fact]
    public void Calls_LeaveNoTensor()
    {
        using ScoutPolicy policy = new();
        using Tensor numbers = zeros(2, ScoutPolicy.Inputs);
        using Tensor mask = tensor(Legal, [2, 4]);
        Pair observation = new(numbers, mask);
        RandomStream stream = new(1);
        LiveTensors.AreUnchangedBy(() =>
        {
            using Step<ScoutPolicy.Actions> step = policy.Act(observation, stream);
            using Step<ScoutPolicy.Actions> greedy = policy.ActGreedily(observation);
            using Evaluation evaluation = policy.Evaluate(observation, step.Actions);
            using ScoutPolicy.Distribution distribution = policy.forward(observation);
            using Tensor divergence = distribution.KlDivergence(distribution);
        }, calls: 1000);
        Assert.Equal(1000, stream.Step);
    }

    private static Pair Observation() => new(linspace(-1, 1, 2 * ScoutPolicy.Inputs).reshape(2, ScoutPolicy.Inputs), tensor(Legal, [2, 4]));
}
