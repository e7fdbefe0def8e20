using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

public sealed class MemoryExtensionsTests
{
    [Fact]
    public void Reset_ZerosRowsInWhichAnEpisodeStarts_AndKeepsTheArgument()
    {
        using DisposeScope scope = NewDisposeScope();
        TestMemory memory = new(tensor([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]), tensor([float.NaN, 2f, 3f, 4f, 5f, 6f], [2, 3]));

        TestMemory reset = memory.Reset(tensor(new[] { true, false }));

        Assert.Equal([0, 0, 0, 4, 5, 6], Read.Numbers(reset.Hidden));
        Assert.Equal([0, 0, 0, 4, 5, 6], Read.Numbers(reset.Cell));
        Assert.Equal([1, 2, 3, 4, 5, 6], Read.Numbers(memory.Hidden));
    }

    [Fact]
    public void Reset_RefusesStartsOfAnotherShape()
    {
        using DisposeScope scope = NewDisposeScope();
        TestMemory memory = TestMemory.Initial(2);
        using Tensor three = zeros(3, ScalarType.Bool);
        using Tensor numbers = zeros(2);

        Refused.ByShape("TestMemory", "starts", "(2) bool", "(3) bool", () => memory.Reset(three));
        Refused.ByShape("TestMemory", "starts", "(2) bool", "(2) float32", () => memory.Reset(numbers));
        Refused.WithoutLeak<ArgumentNullException>(() => memory.Reset(null!));
    }

    [Fact]
    public void WithMemory_ChangesOnlyTheMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        TestObservation observation = new(zeros(2, 4), null, TestMemory.Initial(2));
        TestMemory memory = new(ones(2, 3), ones(2, 3));

        TestObservation changed = observation.WithMemory(memory);

        Assert.Equal(observation with { Memory = memory }, changed);
    }

    [Fact]
    public void SelectCloneAndConcatenate_IncludeTheMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        TestObservation observation = new(zeros(2, 4), null, new(tensor([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]), zeros(2, 3)));

        Assert.Equal([4, 5, 6], Read.Numbers(observation.Select(tensor(new[] { 1L })).Memory.Hidden));
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], Read.Numbers(new[] { observation, observation }.Concatenate().Memory.Hidden));
        TestObservation clone = observation.Clone();
        observation.Memory.Hidden.zero_();
        Assert.Equal([1, 2, 3, 4, 5, 6], Read.Numbers(clone.Memory.Hidden));
    }
}
