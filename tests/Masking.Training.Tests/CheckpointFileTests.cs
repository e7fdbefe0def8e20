
namespace Masking.Training.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private const string Contents = "what a training knows";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoint-");

    private string File => Path.Combine(_folder.FullName, "checkpoint");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ASavedFile_IsLoaded_AndNoOtherFileIsLeft()
    {
        Save(Contents);
        Save(Contents + "!");

        Assert.Equal(Contents + "!", Load());
        Assert.Equal(["checkpoint"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public void ATornFile_IsRefused_WhereverItEnds()
    {
        Save(Contents);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);

            CheckpointException exception = Assert.Throws<CheckpointException>(() => Load());

            Assert.StartsWith($"{File}: it is damaged: ", exception.Message, StringComparison.Ordinal);
            Assert.Contains(
                length < 56 ? $"{length} of 56" : $"expected {whole.Length} bytes, got {length}",
                exception.Message,
                StringComparison.Ordinal
            );
            Assert.False(exception.IsMismatch);
        }
    }

    [Fact]
    public void AFlippedBit_IsNoticed()
    {
        Save(Contents);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            System.IO.File.WriteAllBytes(File, flipped);

            string expected = (bit / 8) switch
            {
                < 8 => "does not begin with the checkpoint signature",
                < 12 => "expected version 3",
                < 16 => "expected 0 after the version",
                < 24 => $"bytes, got {whole.Length}",
                _ => "checksum",
            };
            Assert.Contains(expected, Assert.Throws<CheckpointException>(() => Load()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnotherKindOfFile_IsRefused()
    {
        System.IO.File.WriteAllText(File, "update,steps,episodes,return,entropy,kl,clip,policy_loss,value_loss");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Load());

        Assert.Equal(
            $"{File}: it is not a checkpoint: it does not begin with the checkpoint signature. "
            + "Choose another folder with --out, or continue the training that it belongs to",
            exception.Message);
        Assert.Equal(File, exception.FileName);
        Assert.True(exception.IsMismatch);
    }

    [Fact]
    public void AnotherVersion_IsRefused()
    {
        Save(Contents);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        whole[8] = 1;
        System.IO.File.WriteAllBytes(File, whole);

        Assert.Contains("expected version 3, got 1", Assert.Throws<CheckpointException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatHoldsLess_IsRefused()
    {
        Save(Contents);

        Assert.Contains(
            "contains less data",
            Assert
                .Throws<CheckpointException>(() => CheckpointFile.Load(File, reader => _ = (reader.ReadString(), reader.ReadInt64())))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AFileThatHoldsMore_IsRefused()
    {
        Save(Contents);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => CheckpointFile.Load(File, reader => reader.ReadBytes(6)));

        Assert.Contains("it contains 16 bytes more", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyExceptionWhileReading_IsAnErrorOfTheFile()
    {
        Save(Contents);

        CheckpointException exception = Assert.Throws<CheckpointException>(
            () => CheckpointFile.Load(File, _ => throw new ArithmeticException("No such number.")));

        Assert.StartsWith(
            $"{File}: its contents cannot be read: ArithmeticException: No such number. Restore",
            exception.Message,
            StringComparison.Ordinal);
        Assert.IsType<ArithmeticException>(exception.InnerException);
        Assert.False(exception.IsMismatch);
    }

    [Fact]
    public void AFolderInItsPlace_IsRefused()
    {
        Directory.CreateDirectory(File);

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Load());

        Assert.StartsWith($"{File}: expected a file, got a folder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnfinishedFile_IsRemoved_AndNoOther()
    {
        Save(Contents);
        System.IO.File.WriteAllText(File + ".new", "MASK");

        CheckpointFile.RemoveUnfinished(File);
        CheckpointFile.RemoveUnfinished(File);

        Assert.Equal(Contents, Load());
        Assert.Equal(["checkpoint"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(70)]
    public void OnAFullDisk_ThePreviousFileIsKept(int room)
    {
        Save(Contents);

        IOException exception = Assert.Throws<IOException>(() =>
            CheckpointFile.Save(File, writer => writer.Write(new byte[100_000]), path => new FullDisk(path, room))
        );

        Assert.Equal(FullDisk.Reason, exception.Message);
        Assert.Equal(Contents, Load());
        Assert.Equal(["checkpoint"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    private void Save(string contents) => CheckpointFile.Save(File, writer => writer.Write(contents));

    private string Load()
    {
        string contents = "";
        CheckpointFile.Load(File, reader => contents = reader.ReadString());
        return contents;
    }
}
