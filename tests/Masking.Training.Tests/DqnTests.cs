using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Training.Tests;

public sealed class DqnTests : IDisposable
{
    private const double Tolerance = 1e-6;

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(false, new[] { 1 + (0.5 * 4), 2 + (0.5 * 3), 3, 4 })]
    [InlineData(true, new[] { 1 + (0.5 * 2), 2 + (0.5 * 3), 3, 4 })]
    public void Targets_LookAtLegalActionsOfTheNextState(bool isDouble, double[] expected)
    {
        // In the first row the online network prefers left, to which the target network gives the value 2, not its maximum 4.
        // The second row may only go right, the third is terminal, and the fourth has no legal action.
        using TableNetwork online = new([[5, 1], [9, 1], [5, 1], [5, 1]]);
        using TableNetwork target = new([[2, 4], [7, 3], [8, 8], [8, 8]]);
        CorridorValues.Observation next = new()
        {
            Place = eye(4, CorridorWorld.Places),
            QMask = tensor(new[] { true, true, false, true, true, true, false, false }).reshape(4, 2),
        };
        Transitions<CorridorValues.Observation, CorridorValues.Actions> transitions = new(
            next,
            new CorridorValues.Actions { Q = zeros(4, ScalarType.Int64) },
            tensor(new[] { 1f, 2, 3, 4 }),
            tensor(new[] { 1f, 1, 0, 1 }),
            next
        );

        Tensor targets = DqnLoss.Targets(online, target, transitions, Constant.Of(0.5), isDouble);

        Assert.Equal(expected, targets.data<float>().ToArray().Select(each => (double)each));
    }

    [Fact]
    public void Huber_IsSquareNearby_AndStraightBeyond() =>
        Assert.Equal(
            ((0.5 * 0.25) + (3 - 0.5)) / 2,
            DqnLoss.Huber(tensor(new[] { 1f, 5 }), tensor(new[] { 1.5f, 2 })).ToDouble(),
            Tolerance
        );

    [Fact]
    public void TheJointValueOfSeveralActors_IsTheirSum() =>
        Assert.Equal([3f, 7], DqnLoss.Joint(tensor(new[] { 1f, 2, 3, 4 }).reshape(2, 2)).data<float>().ToArray());

    [Fact]
    public void TheShareOfRandomActions_FallsLinearly()
    {
        DqnOptions options = new() { FirstEpsilon = 1, LastEpsilon = 0.2, ExplorationSteps = 100 };

        Assert.Equal(1, options.EpsilonAt(0));
        Assert.Equal(0.6, options.EpsilonAt(50), Tolerance);
        Assert.Equal(0.2, options.EpsilonAt(1000), Tolerance);
    }

    [Fact]
    public void ACorridor_IsLearned()
    {
        using var trainer = Corridor.Trainer();
        while (trainer.Progress.EnvironmentSteps < 3_000)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }

        // A random walk that ignores the masks has a mean return of about 0.6.
        Assert.InRange(trainer.Progress.MeanReturn!.Value, 0.95, 1);
    }

    [Fact]
    public void TheParameters_HaveTheSameBits_OnAnyNumberOfThreads()
    {
        // Learning steps of 32 rows in shards of up to 5: 7 shards.
        byte[][] saved = [.. new[] { 1, 2, 3, 8 }.Select(threads =>
        {
            using var trainer = Corridor.Trainer(Corridor.Options with { RowsPerShard = 5 }, threads: threads);
            Update(trainer, 10);
            using MemoryStream stream = new();
            trainer.Save(new BinaryWriter(stream));
            return stream.ToArray();
        })];

        Assert.All(saved[1..], other => Assert.Equal(saved[0], other));
    }

    [Fact]
    public void Shards_AddUpToTheLearningStep()
    {
        using var whole = Corridor.Trainer(Corridor.Options with { RowsPerShard = 32 });
        using var divided = Corridor.Trainer(Corridor.Options with { RowsPerShard = 5 });

        Update(whole, 3);
        Update(divided, 3);

        Assert.Equal(whole.Network.Numbers(), divided.Network.Numbers(), (left, right) => Math.Abs(left - right) < 1e-4);
        Assert.Equal(whole.Progress.Metrics[0], divided.Progress.Metrics[0], 1e-4);
    }

    [Fact]
    public void ATraining_LeavesNoTensorBehind()
    {
        using var trainer = Corridor.Trainer();
        Update(trainer, 10);

        Assert.Equal(0, LiveTensors.AddedBy(() => Update(trainer, 5)));
    }

    private static void Update(ITrainer trainer, int updates)
    {
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }
    }

    /// <summary>A network with a fixed value for each action at each place.</summary>
    private sealed class TableNetwork(float[][] values)
        : MaskedValueNetwork<CorridorValues.Observation, CorridorValues.Actions, TableNetwork.Values>(CorridorValues.Declaration)
    {
        public override Values forward(CorridorValues.Observation input)
        {
            Tensor table = tensor(values.SelectMany(row => row).ToArray()).reshape(values.Length, 2);
            return new Values(new MaskedValues(table.index_select(0, input.Place.argmax(1)), input.QMask));
        }

        internal sealed class Values(MaskedValues masked) : IActionValues<CorridorValues.Actions>
        {
            public CorridorValues.Actions Greedy() => new() { Q = masked.Greedy() };

            public CorridorValues.Actions EpsilonGreedy(double epsilon, RandomStream stream) => throw new NotSupportedException();

            public Tensor Max() => masked.Max();

            public Tensor Of(CorridorValues.Actions actions) => masked.Of(actions.Q);

            public void Dispose()
            {
            }
        }
    }
}
