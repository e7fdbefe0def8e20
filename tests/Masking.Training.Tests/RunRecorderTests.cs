
namespace Masking.Training.Tests;

public sealed class RunRecorderTests : IDisposable
{
    private const int Updates = 7;
    private const int UpdatesPerCheckpoint = 2;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("run-");

    public static TheoryData<string, int> Stops { get; } = new(
        from kind in new[] { "ppo", "ppo of heads", "ppo with memory", "dqn" }
        from stop in new[] { 1, 2, 3, 6 }
        select (kind, stop));

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Stops))]
    public void AKilledTraining_ContinuesToTheNumbersOfAnUninterruptedOne(string kind, int stop)
    {
        byte[] undisturbed = Train(kind, "undisturbed", Updates);
        byte[] killed = Train(kind, "killed", stop);
        Assert.NotEqual(undisturbed, killed);

        // The files of a process that was killed while it wrote: an incomplete line, checkpoint, policy and event.
        File.AppendAllText(Metrics("killed"), "999,");
        File.WriteAllText(Path.Combine(Folder("killed").FullName, "checkpoint.new"), "MASK");
        File.WriteAllText(Path.Combine(Folder("killed").FullName, "policy.safetensors.new"), "half");
        File.AppendAllText(Folder("killed").GetFiles("events/*").Single().FullName, "half");
        byte[] resumed = Train(kind, "killed", Updates, resume: true);

        Assert.Equal(undisturbed, resumed);
        Assert.Equal(File.ReadAllText(Metrics("undisturbed")), File.ReadAllText(Metrics("killed")));
        Assert.Equal(Events("undisturbed"), Events("killed"));
        Assert.Equal(Policy("undisturbed"), Policy("killed"));
        Assert.Equal(Updates + 1, File.ReadLines(Metrics("killed")).Count());
        Assert.Equal(["checkpoint", "metrics.csv", "policy.safetensors"], Folder("killed").GetFiles().Select(file => file.Name).Order());
    }

    [Fact]
    public void StoppedTwice_ItIsStillTheSame()
    {
        byte[] undisturbed = Train("ppo", "undisturbed", Updates);
        Train("ppo", "stopped", 3);
        Train("ppo", "stopped", 5, resume: true);

        Assert.Equal(undisturbed, Train("ppo", "stopped", Updates, resume: true));
        Assert.Equal(File.ReadAllText(Metrics("undisturbed")), File.ReadAllText(Metrics("stopped")));
    }

    [Fact]
    public void AResumedRun_HasTheHistoryBefore()
    {
        Train("ppo", "run", 4);
        using ITrainer trainer = Trainers.CreateTrainer("ppo");
        using RunFolder opened = RunFolder.Open(Folder("run"), trainer, [], resume: true);
        using RunRecorder record = new(opened, UpdatesPerCheckpoint);

        TrainingRun run = new("run", trainer, record);

        Assert.Equal([1, 2, 3, 4], run.History.Select(progress => progress.Updates));
        Assert.Equal(4, trainer.Progress.Updates);
        Assert.Equal(256, trainer.Progress.EnvironmentSteps);
        Assert.All(run.History, progress => Assert.Equal(trainer.MetricNames.Count, progress.Metrics.Count));
    }

    [Fact]
    public void AFolderWithATraining_IsNotOverwritten()
    {
        Train("ppo", "run", 2);
        (string Name, string Hash)[] before = Contents("run");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Train("ppo", "run", 2));

        Assert.Contains("--resume", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents("run"));
    }

    [Fact]
    public void ResumingAnEmptyFolder_Begins() => Assert.Equal(Train("ppo", "first", 2), Train("ppo", "second", 2, resume: true));

    [Theory]
    [InlineData("dqn", "trainer PPO, got DQN")]
    [InlineData("ppo of heads", "expected AnnealingSteps 1000, got none")]
    [InlineData("wide", "expected Sight.layer.weight (64, 4) float32, got (128, 4) float32")]
    public void AnotherTraining_IsRefusedByName_AndStaysAsItIs(string kind, string difference)
    {
        Train(kind, "run", 2);
        (string Name, string Hash)[] before = Contents("run");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Train("ppo", "run", 4, resume: true));

        Assert.True(exception.IsMismatch);
        Assert.StartsWith(Path.Combine(Folder("run").FullName, "checkpoint"), exception.Message, StringComparison.Ordinal);
        Assert.Contains(difference, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Contents("run"));
    }

    [Fact]
    public void OtherWorlds_AreRefused()
    {
        Train("ppo", "run", 2);
        using ITrainer trainer = Trainers.CreateTrainer("ppo");

        CheckpointException exception = Assert.Throws<CheckpointException>(
            () => RunFolder.Open(Folder("run"), trainer, [new("--size", "4")], resume: true));

        Assert.Contains("expected --size 4, got none", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MetricsThatAreShorterThanTheirCheckpoint_AreRefused()
    {
        Train("ppo", "run", 4);
        File.WriteAllText(Metrics("run"), "update");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Train("ppo", "run", 6, resume: true));

        Assert.Contains("metrics.csv: it is damaged: expected at least", exception.Message, StringComparison.Ordinal);
        Assert.Equal("update", File.ReadAllText(Metrics("run")));
    }

    [Fact]
    public void OnAFullDisk_TheTrainingContinuesFromThePreviousCheckpoint()
    {
        byte[] undisturbed = Train("ppo", "undisturbed", Updates);
        Train("ppo", "run", 2);

        Assert.Equal(
            FullDisk.Reason,
            Assert.Throws<IOException>(() => Train("ppo", "run", 6, resume: true, path => new FullDisk(path, 1000))).Message
        );

        Assert.Equal(undisturbed, Train("ppo", "run", Updates, resume: true));
        Assert.Equal(File.ReadAllText(Metrics("undisturbed")), File.ReadAllText(Metrics("run")));
    }

    /// <summary>Trains up to an update and ends without a last checkpoint, like a killed process.</summary>
    /// <returns>The saved state of the trainer.</returns>
    private byte[] Train(string kind, string folder, int updates, bool resume = false, Func<string, FileStream>? create = null)
    {
        using ITrainer trainer = Trainers.CreateTrainer(kind);
        using RunFolder opened = RunFolder.Open(Folder(folder), trainer, [], resume);
        using RunRecorder record = new(opened, UpdatesPerCheckpoint, create);
        TrainingRun run = new(kind, trainer, record);
        while (trainer.Progress.Updates < updates)
        {
            Assert.True(run.Update(TestContext.Current.CancellationToken));
        }

        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }

    private DirectoryInfo Folder(string name) => _root.CreateSubdirectory(name);

    private byte[] Policy(string folder) => File.ReadAllBytes(Path.Combine(Folder(folder).FullName, "policy.safetensors"));

    private string Metrics(string folder) => Path.Combine(Folder(folder).FullName, "metrics.csv");

    private string[] Events(string folder) => RunFiles.Events(Folder(folder));

    private (string Name, string Hash)[] Contents(string folder) =>
        [
            .. Folder(folder)
                .GetFiles("*", SearchOption.AllDirectories)
                .OrderBy(file => file.FullName, StringComparer.Ordinal)
                .Select(file =>
                    (file.Name, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file.FullName))))
                ),
        ];
}
