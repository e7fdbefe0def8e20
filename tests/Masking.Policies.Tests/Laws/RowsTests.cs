using Masking.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Policies.Tests;

public class RowsTests
{
    [Theory]
    [InlineData(nameof(ArmyPolicy))]
    [InlineData(nameof(CrewPolicy))]
    public void ADistribution_HasOneRowPerPresentActor(string policy)
    {
        using Subject subject = Policies.Make(policy);
        Property.Holds(BatchOptions.Filled, options =>
        {
            Tensor?[] observation = subject.Observe(options);
            long present = subject.Present(subject.Spec.Heads[0], observation).sum().item<long>();
            using DisposeScope scope = NewDisposeScope();

            SubjectDistribution distribution = subject.Forward(observation);

            Tensor[] held = [.. scope.DisposablesView.OfType<Tensor>().Where(tensor => !ReferenceEquals(tensor, distribution.Value))];
            Assert.NotEmpty(held);
            Assert.All(held, tensor => Assert.Equal(present, tensor.size(0)));
        });
    }

    [Fact]
    public void ActorRows_AreThePresentOnes_InTheOrderOfTheBatch()
    {
        using DisposeScope scope = NewDisposeScope();
        using ActorRows rows = ActorRows.OfThePresent(Observing.Mask([false, true, false, false, false, false, true, true], 2, 2, 2));

        Assert.Equal((3, 2), (rows.Rows, rows.Batch));
        Assert.Equal([1, 6, 7], Same.Integers(rows.Gather(Constant.Range(8).reshape(2, 2, 2))));
        Assert.Equal([10, 20, 20], Same.Integers(rows.GatherEnvironment(tensor([10L, 20L]))));
    }
}
