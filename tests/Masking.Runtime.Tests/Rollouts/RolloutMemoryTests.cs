using Masking.Runtime.Tests.Policies;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Runtime.Tests.Rollouts;

public sealed class RolloutMemoryTests
{
    [Fact]
    public void Masks_TakeOneBitPerFlag()
    {
        // A map of 256 cells with 78 choices each, as in the commands of μRTS: 491 MB as bytes.
        InputContract contract = new(
            "ArmyPolicy",
            InputSpec.Dense("Map", "(batch, 1)"),
            InputSpec.Mask("MapMask", "(batch, height, width)"),
            InputSpec.OptionalMask("OrdersMask", "(batch, height, width, 78)")
        );
        RolloutLayout layout = new(contract, hasValue: true, ("Orders", "(batch, height, width)"));

        Rollout<Pair, Pair> rollout = new(
            layout,
            steps: 256,
            environments: 24,
            RolloutAxis.Cells("height", 16),
            RolloutAxis.Cells("width", 16)
        );

        const long rows = 256 * 24;
        Assert.Equal(rows * 256 * 79 / 8, rollout.MaskBytes);
        Assert.InRange(rollout.MaskBytes, 15_000_000, 16_000_000);
        Assert.Equal(rollout.MaskBytes + (rows * ((256 * 4) + 4)), rollout.Bytes);
    }

    [Fact]
    public void SizesAboveTheArrayLimit_AreRefusedByName()
    {
        RolloutLayout layout = new(new InputContract("P", InputSpec.Dense("Units", "(batch, entities, 100)")), hasValue: true);

        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            new Rollout<Pair, Pair>(layout, 100_000, 100, RolloutAxis.Entities("entities", int.MaxValue))
        );
        Assert.StartsWith("P.Rollout.Units: ", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "P.Rollout: ",
            Assert
                .Throws<ArgumentException>(() => new Rollout<Pair, Pair>(layout, 100_000, 100_000, RolloutAxis.Entities("entities", 0)))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'entities'",
            Assert.Throws<ArgumentException>(() => new Rollout<Pair, Pair>(layout, 1, 1)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void InvalidSizes_AreRefusedByTheNameOfTheArgument()
    {
        RolloutLayout layout = new(new InputContract("P", InputSpec.Dense("Globals", "(batch, 1)")), hasValue: true);
        int maxUnits = -1;
        int mapWidth = 0;

        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => new Rollout<Pair, Pair>(layout, 0, 1)).ParamName);
        Assert.Equal("environments", Assert.Throws<ArgumentOutOfRangeException>(() => new Rollout<Pair, Pair>(layout, 1, 0)).ParamName);
        Assert.Equal("maxUnits", Assert.Throws<ArgumentOutOfRangeException>(() => RolloutAxis.Entities("entities", maxUnits)).ParamName);
        Assert.Equal("mapWidth", Assert.Throws<ArgumentOutOfRangeException>(() => RolloutAxis.Cells("width", mapWidth)).ParamName);
    }

    [Fact]
    public void StepsAndEpochs_LeaveNoTensor()
    {
        using ScoutRollout scouting = new(steps: 4, environments: 3);
        RandomStream stream = new(1);

        LiveTensors.AreUnchangedBy(
            () =>
            {
                scouting.Rollout.Clear();
                scouting.Complete();
                foreach (var minibatch in scouting.Rollout.Minibatches(5, stream))
                {
                    Assert.InRange(minibatch.LogProb.size(0), 2, 3);
                }

                foreach (var part in scouting.Rollout.Sequences(2, stream))
                {
                    Assert.Equal(4, part.LogProb.size(0));
                    break;
                }

                scouting.Rollout.All().Dispose();
            },
            calls: 20);
    }

    [Fact]
    public void AMinibatch_IsDisposedWhenTheEnumerationContinues()
    {
        using ScoutRollout scouting = new(steps: 4, environments: 3);
        scouting.Complete();
        List<Tensor> taken = [];
        using DisposeScope scope = NewDisposeScope();

        foreach (var minibatch in scouting.Rollout.Minibatches(3, new RandomStream(1)))
        {
            Assert.All(taken, tensor => Assert.True(tensor.IsInvalid));
            taken.AddRange([
                .. minibatch.Observation.ToTensors().OfType<Tensor>(),
                minibatch.Actions.Command,
                minibatch.LogProb,
                minibatch.Value,
                minibatch.Advantage,
                minibatch.Return,
                minibatch.Starts,
            ]);
            Assert.False(taken[^1].IsInvalid);
        }

        Assert.Equal(3 * 7, taken.Count);
        Assert.All(taken, tensor => Assert.True(tensor.IsInvalid));
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void ReturnedTensors_JoinTheCallersScope()
    {
        using ScoutRollout scouting = new(steps: 4, environments: 3);
        scouting.Complete();

        LiveTensors.AreUnchangedBy(() =>
        {
            using DisposeScope scope = NewDisposeScope();
            Assert.Equal([12, 5], scouting.Rollout.All().Observation.First.shape);
        });
    }
}
