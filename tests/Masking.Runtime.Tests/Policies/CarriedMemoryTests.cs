using Masking.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

public sealed class CarriedMemoryTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly RecurrentMemory<TestObservation, ScoutPolicy.Actions, TestMemory> _memory =
        new("TestPolicy", environments: 2, TestMemory.Initial(2));

    private static TestObservation Observation => new(zeros(2, 5), Mask: null, TestMemory.Initial(2));

    public void Dispose()
    {
        _memory.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void TheMemoryOfAStep_IsAddedToTheNextObservation()
    {
        TestObservation observation = Observation;
        Assert.Equal([0, 0, 0, 0, 0, 0], Read.Numbers(_memory.AddTo(observation).Memory.Hidden));

        _memory.Remember(Step(hidden: 1, cell: 2));

        TestObservation next = _memory.AddTo(observation);
        Assert.Same(observation.Numbers, next.Numbers);
        Assert.Equal([1, 1, 1, 1, 1, 1], Read.Numbers(next.Memory.Hidden));
        Assert.Equal([2, 2, 2, 2, 2, 2], Read.Numbers(next.Memory.Cell));
        Assert.Equal([0, 0, 0, 0, 0, 0], Read.Numbers(observation.Memory.Hidden));
        Assert.Equal([next.Memory.Hidden, next.Memory.Cell], _memory.Tensors);
    }

    [Fact]
    public void Reset_ChangesTheRowsInWhichAnEpisodeStarts()
    {
        _memory.Remember(Step(hidden: 1, cell: 2));
        IReadOnlyList<Tensor> before = _memory.Tensors;

        _memory.Reset([false, false]);
        Assert.Equal(before, _memory.Tensors);
        _memory.Reset([false, true]);

        Assert.Equal([1, 1, 1, 0, 0, 0], Read.Numbers(_memory.Tensors[0]));
        Assert.Equal([2, 2, 2, 0, 0, 0], Read.Numbers(_memory.Tensors[1]));
    }

    [Fact]
    public void OtherCounts_AreRefused_AndChangeNothing()
    {
        using Step<ScoutPolicy.Actions> first = Step(hidden: 1, cell: 2);
        using Step<ScoutPolicy.Actions> other = Step(hidden: 3, cell: 4, environments: 3);
        _memory.Remember(first);

        ArgumentException step = Assert.Throws<ArgumentException>(() => _memory.Remember(other));
        ArgumentException starts = Assert.Throws<ArgumentException>(() => _memory.Reset([true]));

        Assert.Equal("TestPolicy: expected 2 environments, got 3. (Parameter 'step')", step.Message);
        Assert.Equal("TestPolicy: expected 2 environments, got 1. (Parameter 'starts')", starts.Message);
        Assert.Equal([1, 1, 1, 1, 1, 1], Read.Numbers(_memory.Tensors[0]));
    }

    [Fact]
    public void AStepOfAnotherPolicy_IsRefused()
    {
        using Step<ScoutPolicy.Actions> step = new(new ScoutPolicy.Actions(zeros(2, ScalarType.Int64)), zeros(2), value: null);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => _memory.Remember(step));

        Assert.Equal("TestPolicy: expected a step of this policy, got one without its memory. (Parameter 'step')", refused.Message);
        Assert.Throws<ArgumentNullException>(() => _memory.Remember(null!));
    }

    [Fact]
    public void TheMemory_OutlivesItsStep_AndEveryDisposeScope_AndHasNoGradient()
    {
        using (NewDisposeScope())
        {
            TestMemory withGradient = new(ones(2, 3).requires_grad_(), ones(2, 3).requires_grad_());
            using Step<ScoutPolicy.Actions> step = Step(withGradient);
            _memory.Remember(step);
        }

        Assert.Equal([1, 1, 1, 1, 1, 1], Read.Numbers(_memory.Tensors[0]));
        Assert.All(_memory.Tensors, tensor => Assert.False(tensor.requires_grad));
        using (NewDisposeScope())
        {
            _memory.Reset([true, false]);
        }

        Assert.Equal([0, 0, 0, 1, 1, 1], Read.Numbers(_memory.Tensors[0]));
    }

    [Fact]
    public void RememberingAndResetting_LeaveNoTensor()
    {
        using Step<ScoutPolicy.Actions> step = Step(hidden: 1, cell: 2);

        LiveTensors.AreUnchangedBy(
            () =>
            {
                _memory.Remember(step);
                _memory.Reset([false, true]);
            },
            calls: 100);
    }

    [Fact]
    public void Disposed_ItsTensorsAre()
    {
        _memory.Remember(Step(hidden: 1, cell: 2));
        IReadOnlyList<Tensor> tensors = _memory.Tensors;

        _memory.Dispose();
        _memory.Dispose();

        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
    }

    [Fact]
    public void WithoutARecurrentCore_ItIsEmpty()
    {
        using ScoutPolicy policy = new();
        using CarriedMemory<Pair, ScoutPolicy.Actions> memory = policy.CarryMemory(environments: 2);
        Pair observation = new(zeros(2, ScoutPolicy.Inputs), null);
        using Step<ScoutPolicy.Actions> step = policy.ActGreedily(observation);

        memory.Remember(step);
        memory.Reset([true, false]);

        Assert.False(policy.IsRecurrent);
        Assert.Empty(memory.Tensors);
        Assert.Same(observation, memory.AddTo(observation));
        using Step<ScoutPolicy.Actions> other = policy.ActGreedily(new(zeros(3, ScoutPolicy.Inputs), null));
        Assert.Equal(
            "ScoutPolicy: expected 2 environments, got 3. (Parameter 'step')",
            Assert.Throws<ArgumentException>(() => memory.Remember(other)).Message);
        Assert.Throws<ArgumentException>(() => memory.Reset([true, false, true]));
        Assert.Throws<ArgumentOutOfRangeException>(() => policy.CarryMemory(environments: 0));
    }

    private static Step<ScoutPolicy.Actions> Step(double hidden, double cell, int environments = 2) => Step(new TestMemory(
        full([environments, 3], Constant.Of(hidden), ScalarType.Float32), full([environments, 3], Constant.Of(cell), ScalarType.Float32)));

    private static Step<ScoutPolicy.Actions, TestMemory> Step(TestMemory memory) => new(
        new ScoutPolicy.Actions(zeros(memory.Hidden.size(0), ScalarType.Int64)), zeros(memory.Hidden.size(0)), value: null, memory);
}
