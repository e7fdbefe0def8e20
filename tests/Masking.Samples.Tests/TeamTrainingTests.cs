using Masking.Samples.TeamCatcher;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class TeamTrainingTests
{
    /// <summary>
    /// A team that moves at random catches about a quarter of the targets, and so does a team after the same training without agent mask.
    /// </summary>
    [Fact]
    public void UnderTheAgentMask_ATeamLearnsToCatch()
    {
        using ITrainer trainer = Begin(Variant.All[0]);

        Train(trainer, updates: 32);

        Assert.InRange(TeamTraining.ShareCaught(trainer.Progress)!.Value, 0.5, 1);
    }

    [Fact]
    public void EveryVariant_LearnsInItsOwnWay()
    {
        List<string> courses = [];
        foreach (Variant variant in Variant.All)
        {
            using ITrainer trainer = Begin(variant);
            Train(trainer, updates: 2);
            courses.Add(string.Join(' ', trainer.Progress.Metrics.Select(metric => $"{metric:R}")));
        }

        Assert.Equal(4, courses.Distinct().Count());
        Assert.Equal(["mask, joint", "mask, agent", "no mask, joint", "no mask, agent"], Variant.All.Select(variant => variant.Name));
    }

    [Fact]
    public void SavedAndLoaded_ATrainingContinuesIdentically()
    {
        using ITrainer whole = Begin(Variant.All[0]);
        Train(whole, updates: 2);
        using MemoryStream saved = new();
        whole.Save(new BinaryWriter(saved));
        saved.Position = 0;
        using ITrainer loaded = Begin(Variant.All[0]);
        loaded.Load(new BinaryReader(saved));

        Train(whole, updates: 1);
        Train(loaded, updates: 1);

        Assert.Equal(whole.Progress.Metrics, loaded.Progress.Metrics);
        Assert.Equal(whole.Progress.MeanReturn, loaded.Progress.MeanReturn);
    }

    [Fact]
    public void BeforeAnEpisodeHasFinished_NoShareIsKnown() => Assert.Null(TeamTraining.ShareCaught(TrainingProgress.None));

    private static ITrainer Begin(Variant variant)
    {
        set_num_threads(1);
        manual_seed(1);
        return TeamTraining.CreateTrainer(variant, TeamTraining.Options with { LearningRate = 2e-3, RecentEpisodes = 64 }, threads: 1);
    }

    private static void Train(ITrainer trainer, int updates)
    {
        for (int update = 0; update < updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }
    }
}
