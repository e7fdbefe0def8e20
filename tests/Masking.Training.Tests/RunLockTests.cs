namespace Masking.Training.Tests;

public sealed class RunLockTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lock-");

    private DirectoryInfo Folder => new(Path.Combine(_root.FullName, "run"));

    private string Refusal =>
        $"{Folder.FullName} is in use by another training: wait until it ends, stop it, or choose another folder with --out.";

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void AFolder_IsOneTrainings_UntilItIsReleased()
    {
        using (RunLock.Acquire(Folder))
        {
            Assert.Equal(Refusal, Assert.Throws<IOException>(() => RunLock.Acquire(Folder)).Message);
            DirectoryInfo same = new(Path.Combine(Folder.FullName, "..", "run"));
            Assert.Equal(Refusal, Assert.Throws<IOException>(() => RunLock.Acquire(same)).Message);
        }

        Assert.Empty(Folder.EnumerateFileSystemInfos());
        RunLock.Acquire(Folder).Dispose();
    }

    [Fact]
    public void TakenByManyAtOnce_OneGetsIt()
    {
        int most = 0;
        int taken = 0;
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            try
            {
                using RunLock held = RunLock.Acquire(Folder);
                InterlockedMax(ref most, Interlocked.Increment(ref taken));
                Interlocked.Decrement(ref taken);
            }
            catch (IOException exception)
            {
                Assert.Equal(Refusal, exception.Message);
            }
        });

        Assert.Equal(1, most);
    }

    [Fact]
    public void AFolderInThePlaceOfTheFile_IsNamed()
    {
        string path = Folder.CreateSubdirectory("lock").FullName;

        Assert.Contains(path, Assert.Throws<UnauthorizedAccessException>(() => RunLock.Acquire(Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASecondTrainingOfAFolder_IsRefusedBeforeItBegins()
    {
        using ITrainer first = Trainers.CreateTrainer("ppo");
        using ITrainer second = Trainers.CreateTrainer("ppo");
        using RunFolder opened = RunFolder.Open(Folder, first, [], resume: false);
        using RunRecorder record = new(opened, updatesPerCheckpoint: 1);

        Assert.Equal(Refusal, Assert.Throws<IOException>(() => RunFolder.Open(Folder, second, [], resume: true)).Message);
        Assert.Equal(Refusal, Assert.Throws<IOException>(() => RunFolder.Open(Folder, second, [], resume: false)).Message);

        Assert.True(RunFolder.TryLoad(Folder, second, []));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (int before = most; value > before; before = most)
        {
            Interlocked.CompareExchange(ref most, value, before);
        }
    }
}
