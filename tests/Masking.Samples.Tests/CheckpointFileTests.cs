using Masking.Samples.Training;

namespace Masking.Samples.Tests;

public sealed class CheckpointFileTests : IDisposable
{
    private const string Contents = "what a training knows";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoint-");

    private string File => Path.Combine(_folder.FullName, "checkpoint");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void WhatIsWritten_IsRead_AndNothingElseIsLeft()
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
            Assert.Contains(length < 56 ? $"{length} of 56" : $"expected {whole.Length} bytes, got {length}", exception.Message, StringComparison.Ordinal);
            Assert.False(exception.IsForeign);
        }
    }

    [Fact]
    public void AFlippedBit_IsNoticed()
    {
        Save(Contents);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int place = 24; place < whole.Length; place++)
        {
            byte[] flipped = [.. whole];
            flipped[place] ^= 4;
            System.IO.File.WriteAllBytes(File, flipped);

            Assert.Contains("checksum", Assert.Throws<CheckpointException>(() => Load()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AnotherKindOfFile_IsRefused()
    {
        System.IO.File.WriteAllText(File, "update,steps,episodes,return,entropy,kl,clip,policy_loss,value_loss");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => Load());

        Assert.Equal($"{File}: it is no checkpoint of these samples: it does not begin with their mark", exception.Message);
        Assert.True(exception.IsForeign);
    }

    [Fact]
    public void AnotherVersion_IsRefused()
    {
        Save(Contents);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        whole[8] = 1;
        System.IO.File.WriteAllBytes(File, whole);

        Assert.Contains("expected version 2, got 1", Assert.Throws<CheckpointException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatHoldsLess_IsRefused()
    {
        Save(Contents);

        Assert.Contains("holds less", Assert.Throws<CheckpointException>(() => CheckpointFile.Load(File, reader => _ = (reader.ReadString(), reader.ReadInt64()))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(70)]
    public void OnAFullDisk_TheOneBeforeStays(int room)
    {
        Save(Contents);

        IOException exception = Assert.Throws<IOException>(() => CheckpointFile.Save(File, writer => writer.Write(new byte[100_000]), path => new FullDisk(path, room)));

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
