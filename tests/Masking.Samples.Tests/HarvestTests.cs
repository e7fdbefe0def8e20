using Masking.Samples.Harvest;
using Masking.Samples.QuickStart;
using Masking.Training;
using TorchSharp;
using static TorchSharp.torch;
using HarvestPolicy = Masking.Samples.Harvest.HarvestPolicy;
using MiniHarvest = Masking.Samples.Harvest.MiniHarvest;

namespace Masking.Samples.Tests;

public sealed class HarvestTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void OnAnySize_UnderMasks_ItIsLearned(int size)
    {
        using ITrainer trainer = Begin(size, "masked");

        Train(trainer, updates: 12);

        Assert.InRange(trainer.Progress.MeanReturn!.Value, 8, HarvestField.BestReturn);
    }

    [Fact]
    public void WithoutMasks_AndUnderAPenalty_ItIsNot()
    {
        foreach (string regime in new[] { "none", "penalty-1" })
        {
            using ITrainer trainer = Begin(size: 8, regime);

            Train(trainer, updates: 8);

            Assert.InRange(trainer.Progress.MeanReturn!.Value, 0, 2);
        }
    }

    [Theory]
    [InlineData("masked")]
    [InlineData("naive")]
    [InlineData("penalty-1")]
    public void ATrainer_ActsAndLearnsUnderItsRegime(string name)
    {
        Regime regime = Regime.FromName(name);
        PpoOptions options = new();
        set_num_threads(1);
        manual_seed(1);
        using var expected = PpoTrainer.Of(
            new HarvestPolicy(),
            ParallelEnvironments.Of(
                new HarvestPolicy.Batch(HarvestTraining.Environments, mapHeight: 4, mapWidth: 4),
                batch => regime.TransformForActing(batch.Observation),
                Enumerable.Range(0, HarvestTraining.Environments).Select(_ => new MiniHarvest(size: 4, regime.Penalty)),
                options.Seed),
            new HarvestPolicy.Rollout(HarvestField.EpisodeSteps, HarvestTraining.Environments, 4, 4),
            options,
            threads: 1);
        expected.StoredObservationTransform = name == "naive" ? regime.TransformForLearning : null;
        manual_seed(1);
        using ITrainer ofGivenPolicy = HarvestTraining.CreateTrainer(new HarvestPolicy(), size: 4, regime, options, threads: 1);
        using ITrainer ofNewPolicy = Begin(size: 4, name);

        Train(expected, updates: 2);
        Train(ofGivenPolicy, updates: 2);
        Train(ofNewPolicy, updates: 2);

        Assert.Equal(Saved(expected), Saved(ofGivenPolicy));
        Assert.Equal(Saved(expected), Saved(ofNewPolicy));
    }

    [Fact]
    public void AMistake_HasThePenaltyAsReward_AndNotInTheReturn()
    {
        using IVectorEnvironment<HarvestPolicy.Observation, HarvestPolicy.Actions> worlds = ParallelEnvironments.Of(
            new HarvestPolicy.Batch(environments: 1, mapHeight: 4, mapWidth: 4),
            batch => batch.Observation,
            [new MiniHarvest(size: 4, penalty: -0.5f)],
            seed: 1
        );
        HarvestPolicy.Actions mistake = new()
        {
            Source = tensor(new[] { 5L }),
            Type = tensor(new[] { (long)ActionType.Harvest }),
            Toward = tensor(new[] { 0L }),
        };

        for (int step = 1; step <= HarvestField.EpisodeSteps; step++)
        {
            VectorStepResult result = worlds.Step(mistake);

            Assert.Equal([-0.5f], result.Rewards);
            Assert.Equal(step == HarvestField.EpisodeSteps ? new double[] { 0 } : [], result.FinishedReturns);
        }
    }

    [Fact]
    public void TheMasks_AllowExactlyWhatIsNoMistake()
    {
        HashSet<string> seen = [];
        Random random = new(1);
        for (int trial = 0; trial < 100; trial++)
        {
            using HarvestPolicy.Batch batch = new(environments: 1, mapHeight: 4, mapWidth: 4);
            MiniHarvest world = new(size: 4, penalty: -1);
            RandomNumbers numbers = new(seed: trial, row: 0);
            world.Reset(numbers);
            for (int step = random.Next(60); step > 0; step--)
            {
                int worker = world.Render().IndexOfAny(['w', 'W']) / 2;
                Do(world, numbers, worker, (ActionType)random.Next(4), (Direction)random.Next(4));
            }

            world.WriteObservation(batch, row: 0);
            for (int cell = 0; cell < 16; cell++)
            {
                foreach (ActionType type in Enum.GetValues<ActionType>())
                {
                    foreach (Direction direction in Enum.GetValues<Direction>())
                    {
                        bool isAllowed =
                            batch.SourceMask(0)[cell]
                            && batch.TypeMask(0, cell)[type]
                            && (type == ActionType.Noop || batch.TowardMask(0, type)[direction]);
                        MiniHarvest copy = Copy(world);
                        bool isMistake = Do(copy, numbers, cell, type, direction).Penalty < 0;

                        Assert.NotEqual(isAllowed, isMistake);
                        seen.Add($"{type} {isAllowed}");
                    }
                }
            }
        }

        Assert.Equal(8, seen.Count);
    }

    [Fact]
    public void EveryRegime_ActsAndLearnsUnderItsOwnMasks()
    {
        using HarvestPolicy.Batch batch = new(environments: 1, mapHeight: 4, mapWidth: 4);
        string[] masks =
        [
            .. Regime.All.Select(regime =>
                $"{regime.Name}: {Masks(regime.TransformForActing(batch.Observation))} "
                    + $"{Masks(regime.TransformForLearning(batch.Observation))} {regime.Penalty}"
            ),
        ];

        Assert.Equal(
            [
                "masked: 3 3 0",
                "source-only: 1 1 0",
                "naive: 3 0 0",
                "none: 0 0 0",
                "penalty-0.01: 0 0 -0.01",
                "penalty-0.1: 0 0 -0.1",
                "penalty-1: 0 0 -1",
            ],
            masks
        );
    }

    private static int Masks(HarvestPolicy.Observation observation) =>
        new[] { observation.SourceMask, observation.TypeMask, observation.TowardMask }.Count(mask => mask is not null);

    private static ITrainer Begin(int size, string regime)
    {
        set_num_threads(1);
        manual_seed(1);
        return HarvestTraining.CreateTrainer(size, Regime.All.Single(each => each.Name == regime), new PpoOptions(), threads: 1);
    }

    private static void Train(ITrainer trainer, int updates)
    {
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }
    }

    private static byte[] Saved(ITrainer trainer)
    {
        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }

    private static StepResult Do(MiniHarvest world, RandomNumbers numbers, long source, ActionType type, Direction direction) => world.Step(
        new HarvestPolicy.Actions
        {
            Source = tensor(new[] { source }),
            Type = tensor(new[] { (long)type }),
            Toward = tensor(new[] { type == ActionType.Noop ? -1L : (long)direction }),
        },
        row: 0,
        numbers);

    private static MiniHarvest Copy(MiniHarvest world)
    {
        using MemoryStream saved = new();
        world.Save(new BinaryWriter(saved));
        saved.Position = 0;
        MiniHarvest copy = new(size: 4, penalty: -1);
        copy.Load(new BinaryReader(saved));
        return copy;
    }
}
