using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Trainings are resumed exactly if their environments save their state, and with new episodes otherwise.</summary>
public sealed class ResumeTests
{
    private const int Environments = 4;

    [Theory]
    [InlineData("ppo")]
    [InlineData("ppo of heads")]
    [InlineData("ppo with memory")]
    [InlineData("ppo of actors")]
    [InlineData("ppo of actors with memory")]
    [InlineData("ppo of actors on a map")]
    [InlineData("dqn")]
    public void WhereEnvironmentsSaveTheirState_TheTrainingContinuesWithTheSameBits(string kind)
    {
        using ITrainer undisturbed = Trainers.CreateTrainer(kind);
        using ITrainer resumed = Trainers.CreateTrainer(kind);
        Assert.True(undisturbed.ResumesExactly);
        Update(undisturbed, 5);

        resumed.Load(new BinaryReader(new MemoryStream(Saved(undisturbed))));

        Assert.Equal(Saved(undisturbed), Saved(resumed));
        Update(undisturbed, 3);
        Update(resumed, 3);
        Assert.Equal(Saved(undisturbed), Saved(resumed));
    }

    [Theory]
    [InlineData("ppo with memory")]
    [InlineData("dqn")]
    public void WithoutTheirState_ThePolicyIsKept_AndNewEpisodesBegin(string kind)
    {
        using ITrainer before = Unsaved(kind);
        using ITrainer resumed = Unsaved(kind);
        Assert.False(before.ResumesExactly);
        Update(before, 5);
        byte[] saved = Saved(before);

        resumed.Load(new BinaryReader(new MemoryStream(saved)));

        Assert.Equal(Numbers(before), Numbers(resumed));
        Assert.Equal(
            (before.Progress.EnvironmentSteps, before.Progress.Updates, before.Progress.Episodes, before.Progress.MeanReturn),
            (resumed.Progress.EnvironmentSteps, resumed.Progress.Updates, resumed.Progress.Episodes, resumed.Progress.MeanReturn));
        Update(resumed, 1);
        Assert.Equal(6, resumed.Progress.Updates);
        Assert.True(resumed.Progress.Episodes > before.Progress.Episodes);
    }

    [Fact]
    public void NewEpisodes_ContinueWithTheRandomNumbersThatWereSaved()
    {
        using var environments = Worlds();
        using var fresh = Worlds();
        using TMazeRecallPolicy.Actions actions = new()
        {
            Gate = zeros(Environments, ScalarType.Int64), Lane = zeros(Environments, ScalarType.Int64),
        };
        for (int step = 0; step < 20; step++)
        {
            environments.Step(actions);
        }

        using MemoryStream saved = new();
        environments.Save(new BinaryWriter(saved));
        saved.Position = 0;
        fresh.Load(new BinaryReader(saved));
        Assert.Equal(saved.Length, saved.Position);
        saved.Position = 0;
        environments.Load(new BinaryReader(saved));

        Assert.False(environments.SavesEpisodes);
        Assert.Equal(Drawn(environments), Drawn(fresh));
        Assert.All(Drawn(fresh), drawn => Assert.Matches("^(Left|Right) [012] of 5$", drawn));
        using var first = Worlds();
        Assert.NotEqual(Drawn(first), Drawn(fresh));

        static string[] Drawn(IVectorEnvironment<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions> worlds) =>
            [.. Enumerable.Range(0, Environments).Select(worlds.Render)];
    }

    [Fact]
    public void AResumedTrainingWithMemory_ActsLikeANewEpisode()
    {
        using var before = (PpoTrainer<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions, TMazeRecallPolicy.Distribution>)
            Unsaved("ppo with memory");
        Update(before, 3);
        byte[] saved = Saved(before);

        // Loaded into a trainer in the middle of episodes, whose memory is not that of their start.
        before.Load(new BinaryReader(new MemoryStream(saved)));
        using var other = Unsaved("ppo with memory");
        other.Load(new BinaryReader(new MemoryStream(saved)));

        Update(before, 1);
        Update(other, 1);
        Assert.Equal(Saved(before), Saved(other));
    }

    [Fact]
    public void ASingleEnvironmentThatDoesNotSaveItsState_IsEnough()
    {
        using var mixed = ParallelEnvironments.Of(
            new TMazePolicy.Batch(2),
            batch => batch.Observation,
            [TMazePolicy.World(new TMaze(5)), new Unsaved<TMazePolicy.Batch, TMazePolicy.Actions>(TMazePolicy.World(new TMaze(5)))],
            seed: 1);
        using var all = SmallTraining.Worlds(count: 2);

        Assert.False(mixed.SavesEpisodes);
        Assert.True(all.SavesEpisodes);
        using MemoryStream saved = new();
        mixed.Save(new BinaryWriter(saved));
        saved.Position = 0;
        CheckpointException exception = Assert.Throws<CheckpointException>(() => all.Load(new BinaryReader(saved)));
        Assert.Contains("expected environments that save their state True, got False", exception.Message, StringComparison.Ordinal);
    }

    private static ITrainer Unsaved(string kind)
    {
        set_num_threads(1);
        manual_seed(1);
        return kind == "dqn"
            ? DqnTrainer.Of(
                new CorridorValues(),
                new CorridorValues(),
                Environments,
                _ => new Unsaved<CorridorValues.Batch, CorridorValues.Actions>(new CorridorWorld()),
                Corridor.Options,
                threads: 1)
            : PpoTrainer.Of(new TMazeRecallPolicy(), Worlds(), new TMazeRecallPolicy.Rollout(16, Environments), RecallTraining.Options);
    }

    private static ParallelEnvironments<TMazeRecallPolicy.Batch, TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions> Worlds() =>
        ParallelEnvironments.Of(
            new TMazeRecallPolicy.Batch(Environments),
            batch => batch.Observation,
            Enumerable.Range(0, Environments).Select(_ => new Unsaved<TMazeRecallPolicy.Batch, TMazeRecallPolicy.Actions>(
                TMazeRecallPolicy.World(new TMaze(length: 5, entrances: 3)))),
            seed: 1,
            threads: 1);

    private static float[] Numbers(ITrainer trainer)
    {
        nn.Module module = trainer switch
        {
            PpoTrainer<TMazeRecallPolicy.Observation, TMazeRecallPolicy.Actions, TMazeRecallPolicy.Distribution> ppo => ppo.Policy,
            DqnTrainer<CorridorValues.Observation, CorridorValues.Actions, CorridorValues.Values> dqn => dqn.Network,
            _ => throw new ArgumentException("expected a trainer of this class.", nameof(trainer)),
        };
        return module.Numbers();
    }

    private static void Update(ITrainer trainer, int updates)
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
}
