using Masking.Samples.HiddenDanger;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class PandaTrainingTests
{
    private const int Seed = 2;
    private const int Environments = 16;

    [Fact]
    public void ThePanda_LearnsToFindTheWatermelon()
    {
        using ITrainer trainer = Trained(updates: 22, loudness: 10_000);

        // A panda that attends to hidden entities instead of visible ones has a return of about -0.4: it waits for the end of the episode.
        Assert.InRange(trainer.Progress.MeanReturn!.Value, -0.1, 1);
    }

    [Fact]
    public void HiddenRecords_DoNotAffectATraining()
    {
        using ITrainer quiet = Trained(updates: 2, loudness: 0);
        using ITrainer loud = Trained(updates: 2, loudness: 1000);

        Assert.Equal(quiet.Progress.Metrics, loud.Progress.Metrics);
        Assert.Equal(Parameters(quiet), Parameters(loud));
    }

    [Fact]
    public void AnEvaluation_IsReproducible()
    {
        manual_seed(Seed);
        using PandaPolicy policy = new();

        EpisodeStatistics tally = PandaTraining.Evaluate(policy, isMasked: true);

        Assert.Equal(tally, PandaTraining.Evaluate(policy, isMasked: true));
        Assert.NotEqual(tally, PandaTraining.Evaluate(policy, isMasked: false));
        Assert.InRange(tally.OutOfTime, 0.2, 0.6);
    }

    private static PpoTrainer<PandaPolicy.Observation, PandaPolicy.Actions, PandaPolicy.Distribution> Trained(int updates, float loudness)
    {
        set_num_threads(1);
        manual_seed(Seed);
        var trainer = PpoTrainer.Of(
            new PandaPolicy(),
            ParallelEnvironments.Of(
                new PandaPolicy.Batch(Environments, Board.Entities),
                batch => batch.Observation,
                Enumerable.Range(0, Environments).Select(row => new GarbledWorld(new PandaWorld(isMasked: true), loudness, row)),
                Seed,
                threads: 1),
            new PandaPolicy.Rollout(steps: 64, Environments, Board.Entities),
            PandaTraining.Options with { Seed = Seed });
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }

        return trainer;
    }

    private static float[] Parameters(ITrainer trainer) =>
        [
            .. ((PpoTrainer<PandaPolicy.Observation, PandaPolicy.Actions, PandaPolicy.Distribution>)trainer)
                .Policy.parameters()
                .SelectMany(parameter => parameter.data<float>().ToArray()),
        ];
}
