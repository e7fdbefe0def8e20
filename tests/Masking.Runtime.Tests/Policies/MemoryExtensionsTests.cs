using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Policies;

public sealed class MemoryExtensionsTests
{
    [Fact]
    public void Reset_ForgetsWhereAnEpisodeStarts_AndLeavesTheMemoryAsItWas()
    {
        using DisposeScope scope = NewDisposeScope();
        Recollection memory = new(tensor([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]), tensor([float.NaN, 2f, 3f, 4f, 5f, 6f], [2, 3]));

        Recollection reset = memory.Reset(tensor(new[] { true, false }));

        Assert.Equal([0, 0, 0, 4, 5, 6], Read.Numbers(reset.Hidden));
        Assert.Equal([0, 0, 0, 4, 5, 6], Read.Numbers(reset.Cell));
        Assert.Equal([1, 2, 3, 4, 5, 6], Read.Numbers(memory.Hidden));
    }

    [Fact]
    public void Reset_RefusesWhatIsNotOneFlagAnEnvironment()
    {
        using DisposeScope scope = NewDisposeScope();
        Recollection memory = Recollection.Initial(2);
        using Tensor three = zeros(3, ScalarType.Bool);
        using Tensor numbers = zeros(2);

        Refused.ByShape("Recollection", "starts", "(2) bool", "(3) bool", () => memory.Reset(three));
        Refused.ByShape("Recollection", "starts", "(2) bool", "(2) float32", () => memory.Reset(numbers));
        Refused.WithoutLeak<ArgumentNullException>(() => memory.Reset(null!));
    }

    [Fact]
    public void WithMemory_ChangesTheMemoryAlone()
    {
        using DisposeScope scope = NewDisposeScope();
        Recalled observation = new(zeros(2, 4), null, Recollection.Initial(2));
        Recollection memory = new(ones(2, 3), ones(2, 3));

        Recalled changed = observation.WithMemory(memory);

        Assert.Equal(observation with { Memory = memory }, changed);
    }

    [Fact]
    public void SelectCloneAndConcatenate_CarryTheMemory()
    {
        using DisposeScope scope = NewDisposeScope();
        Recalled observation = new(zeros(2, 4), null, new(tensor([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]), zeros(2, 3)));

        Assert.Equal([4, 5, 6], Read.Numbers(observation.Select(tensor(new[] { 1L })).Memory.Hidden));
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], Read.Numbers(new[] { observation, observation }.Concatenate().Memory.Hidden));
        Recalled clone = observation.Clone();
        observation.Memory.Hidden.zero_();
        Assert.Equal([1, 2, 3, 4, 5, 6], Read.Numbers(clone.Memory.Hidden));
    }
}
