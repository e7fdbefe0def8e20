using System.Buffers.Binary;

namespace Masking.Training.Tests;

/// <summary>Checks that a trainer refuses checkpoints with a valid checksum and contents that no training saves.</summary>
internal sealed class CheckpointContents : IDisposable
{
    private const int HeaderLength = 56;
    private const int Mutations = 60;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("contents-");

    private string Checkpoint => Path.Combine(_folder.FullName, "checkpoint");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Asserts that random changes are refused by name, and change nothing.</summary>
    public void RefuseMutations(ITrainer trainer, int seed)
    {
        Random random = new(seed);
        byte[] contents = Begin(trainer);
        byte[] before = Saved(trainer);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            Write(Mutated(contents, random));
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            CheckpointException? exception = Load(trainer);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, (16L * contents.Length) + 2_000_000);
            byte[] after = Saved(trainer);
            if (exception is not null)
            {
                refused++;
                Assert.Equal(Checkpoint, exception.FileName);
                Assert.StartsWith($"{Checkpoint}: ", exception.Message, StringComparison.Ordinal);
                Assert.True(before.AsSpan().SequenceEqual(after), exception.Message);
            }

            before = after;
        }

        Assert.InRange(refused, 1, Mutations);
    }

    /// <summary>
    /// Overwrites every position that may hold a count, at the beginning with the settings and at the end with the environments.
    /// </summary>
    public void RefuseNumbersOutOfRange(ITrainer trainer)
    {
        byte[] contents = Begin(trainer);
        const int Near = 300;
        foreach (int place in Enumerable.Range(0, Near).Concat(Enumerable.Range(contents.Length - Near, Near - sizeof(int))))
        {
            byte[] mutated = [.. contents];
            BinaryPrimitives.WriteInt32LittleEndian(mutated.AsSpan(place), 0x7FFF_FFFF);
            Write(mutated);

            Assert.Equal(Checkpoint, Load(trainer)?.FileName ?? Checkpoint);
        }
    }

    private static byte[] Mutated(byte[] contents, Random random)
    {
        byte[] mutated = [.. contents];

        // Most of a checkpoint consists of parameters and moments, for which any number is valid.
        int place = random.Next(3) switch
        {
            0 => random.Next(Math.Min(2000, contents.Length)),
            1 => contents.Length - 1 - random.Next(Math.Min(2000, contents.Length)),
            _ => random.Next(contents.Length),
        };
        switch (random.Next(6))
        {
            case 0:
                return mutated[..place];
            case 1:
                return [.. mutated[..place], .. mutated[(place + 1)..]];
            case 2:
                return [.. mutated[..place], 0, .. mutated[place..]];
            case 3:
                mutated[place] = (byte)random.Next(256);
                return mutated;
            case 4:
                int[] numbers = [-1, int.MinValue, int.MaxValue, 0, 1 << 30, random.Next()];
                place = Math.Min(place, mutated.Length - sizeof(int));
                BinaryPrimitives.WriteInt32LittleEndian(mutated.AsSpan(place), numbers[random.Next(numbers.Length)]);
                return mutated;
            default:
                long[] longs = [-1, long.MinValue, long.MaxValue, 0, 1L << 60, random.NextInt64()];
                place = Math.Min(place, mutated.Length - sizeof(long));
                BinaryPrimitives.WriteInt64LittleEndian(mutated.AsSpan(place), longs[random.Next(longs.Length)]);
                return mutated;
        }
    }

    /// <summary>Trains for a few updates and saves a checkpoint.</summary>
    /// <returns>The contents of the checkpoint.</returns>
    private byte[] Begin(ITrainer trainer)
    {
        using (RunFolder opened = RunFolder.Open(_folder, trainer, [], resume: false))
        using (RunRecorder record = new(opened, updatesPerCheckpoint: 1))
        {
            Assert.True(new TrainingRun("run", trainer, record).Update(TestContext.Current.CancellationToken));
        }

        return File.ReadAllBytes(Checkpoint)[HeaderLength..];
    }

    private void Write(byte[] contents) => CheckpointFile.Save(Checkpoint, writer => writer.Write(contents));

    private CheckpointException? Load(ITrainer trainer)
    {
        try
        {
            Assert.True(RunFolder.TryLoad(_folder, trainer, []));
            return null;
        }
        catch (CheckpointException exception)
        {
            return exception;
        }
    }

    private static byte[] Saved(ITrainer trainer)
    {
        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }
}
