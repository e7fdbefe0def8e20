namespace Masking.Training.Tests;

/// <summary>Reads and compares the files of runs.</summary>
internal static class RunFiles
{
    /// <summary>The first byte of an event, which announces the time at which it was written.</summary>
    private const byte WallTime = 0x09;

    /// <summary>The length of that byte and the time.</summary>
    private const int WallTimeLength = 9;

    private const int HeaderLength = 12;
    private const int ChecksumLength = 4;

    /// <summary>Asserts that two runs have the same checkpoint, metrics, policy and events, and no other files.</summary>
    public static void RequireEqual(DirectoryInfo expected, DirectoryInfo actual)
    {
        foreach (string name in new[] { "checkpoint", "metrics.csv", "policy.safetensors" })
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(expected.FullName, name)).AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(actual.FullName, name))),
                $"expected the {name} of {expected}, got that of {actual}");
        }

        Assert.Equal(Events(expected), Events(actual));
        Assert.Equal(
            ["checkpoint", "events", "metrics.csv", "policy.safetensors"],
            actual.GetFileSystemInfos().Select(file => file.Name).Order());
    }

    /// <summary>The TensorBoard events of a run, without the times at which they were written.</summary>
    /// <param name="run">The folder of the run.</param>
    public static string[] Events(DirectoryInfo run)
    {
        ReadOnlySpan<byte> left = File.ReadAllBytes(run.GetFiles("events/*").Single().FullName);
        List<string> events = [];
        while (left.Length > 0)
        {
            // A record consists of a length, its checksum, the event and its checksum.
            int length = (int)BitConverter.ToInt64(left);
            ReadOnlySpan<byte> record = left.Slice(HeaderLength, length);
            Assert.Equal(WallTime, record[0]);
            events.Add(Convert.ToHexString(record[WallTimeLength..]));
            left = left[(HeaderLength + length + ChecksumLength)..];
        }

        return [.. events];
    }
}
