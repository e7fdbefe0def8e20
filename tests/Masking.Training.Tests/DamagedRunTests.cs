using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using static System.StringComparison;

namespace Masking.Training.Tests;

/// <summary>
/// Resumes run folders whose files were changed. The run either continues to the same numbers as an uninterrupted training, or is rejected
/// with the name of the file and the folder is unchanged.
/// </summary>
public sealed class DamagedRunTests : IDisposable
{
    private const string Header = "update,steps,episodes,return,loss,value,epsilon,remembered";
    private const int Updates = 6;
    private const int UpdatesBeforeKill = 5;
    private const int UpdatesPerCheckpoint = 2;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("damaged-");
    private readonly Dictionary<string, byte[]> _killed;
    private readonly string _undisturbedMetrics;
    private readonly byte[] _undisturbed;
    private readonly int _lengthAtCheckpoint;
    private ITrainer? _fresh;

    public DamagedRunTests()
    {
        _undisturbed = Train("undisturbed", Updates, resume: false);
        _undisturbedMetrics = File.ReadAllText(PathOf("undisturbed", "metrics.csv"));
        Train("killed", UpdatesBeforeKill, resume: false);
        _killed = Contents("killed");
        Assert.Equal(1 + UpdatesBeforeKill, _killed["metrics.csv"].Count(each => each == '\n'));
        _lengthAtCheckpoint = _killed["metrics.csv"].AsSpan()[..^1].LastIndexOf((byte)'\n') + 1;
    }

    public static TheoryData<string, string> DamagedMetrics { get; } = new()
    {
        { "zeros", "line 1: expected the line to end after" },
        { "other header", $"line 1: expected '{Header}', got 'update,steps,episodes,return,lost,value,epsilon,remembered'" },
        { "BOM", $@"line 1: expected '{Header}', got '\uFEFFupdate,steps," },
        { "CRLF", $@"line 1: expected '{Header}', got '{Header}\u000D'" },
        { "swapped lines", "line 3: expected 2 as 'update', got '3', in '3,192," },
        { "joined lines", "line 2: expected 8 numbers with commas between them, got 15, in '1,64," },
        { "repeated line", "line 3: expected 2 as 'update', got '1', in '1,64," },
        { "missing line", "line 2: expected 1 as 'update', got '2', in '2,128," },
        { "empty line", "line 3: expected 8 numbers with commas between them, got 1, in ''" },
        { "fewer steps", "line 3: expected a whole number of 64 or more as 'steps', got '12'" },
        { "letter", "line 3: expected a number as 'epsilon', got '0.x" },
        { "decimal comma", "line 3: expected 8 numbers with commas between them, got 9" },
        { "sign", "line 3: expected 2 as 'update', got '+2'" },
        { "another digit", "lines 1 to 5: expected the numbers that were written before the checkpoint" },
        { "empty", "expected at least the " },
        { "missing", "got no such file" },
        { "a folder", "expected a file, got a folder" },
    };

    public static TheoryData<string> DamagedCheckpoints { get; } = ["zeros", "empty", "half", "missing", "a folder", "text"];

    public void Dispose()
    {
        _fresh?.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public void AnUnchangedFolder_IsResumed() => Assert.Null(Resume(_ => { }));

    [Theory]
    [MemberData(nameof(DamagedMetrics))]
    public void DamagedMetrics_AreRefusedByFileAndLine(string damage, string message)
    {
        string path = PathOf("run", "metrics.csv");
        CheckpointException? exception = Resume(_ => DamageMetrics(path, damage));

        Assert.NotNull(exception);
        Assert.StartsWith($"{path}: ", exception.Message, Ordinal);
        Assert.Contains(message, exception.Message, Ordinal);
        Assert.EndsWith("Restore the file from a backup, or start a new training in another folder with --out", exception.Message, Ordinal);
        Assert.Equal(path, exception.FileName);
        Assert.False(exception.IsMismatch);
    }

    [Fact]
    public void AnyFlippedByteOfTheMetrics_IsRefused_UpToTheCheckpoint()
    {
        byte[] whole = _killed["metrics.csv"];
        foreach (int place in Places())
        {
            byte[] flipped = [.. whole];
            flipped[place] ^= (byte)(1 << (place % 8));

            CheckpointException? exception = Resume(folder => File.WriteAllBytes(PathOf(folder, "metrics.csv"), flipped));

            Assert.Equal(place < _lengthAtCheckpoint, exception is not null);
            Assert.Equal(exception?.FileName is null ? null : PathOf("run", "metrics.csv"), exception?.FileName);
        }
    }

    [Fact]
    public void MetricsThatEndAnywhere_AreRefused_UpToTheCheckpoint()
    {
        byte[] whole = _killed["metrics.csv"];
        foreach (int length in Places())
        {
            CheckpointException? exception = Resume(folder => File.WriteAllBytes(PathOf(folder, "metrics.csv"), whole[..length]));

            Assert.Equal(length < _lengthAtCheckpoint, exception is not null);
        }
    }

    [Theory]
    [MemberData(nameof(DamagedCheckpoints))]
    public void ADamagedCheckpoint_IsRefusedByName(string damage)
    {
        string path = PathOf("run", "checkpoint");
        CheckpointException? exception = Resume(_ => Damage(path, damage));

        Assert.NotNull(exception);
        Assert.StartsWith($"{path}: ", exception.Message, Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AnyFlippedByteOfTheCheckpoint_IsRefused(int seed)
    {
        Random random = new(seed);
        byte[] whole = _killed["checkpoint"];
        for (int i = 0; i < 100; i++)
        {
            byte[] flipped = [.. whole];
            flipped[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));

            CheckpointException? exception = Resume(folder => File.WriteAllBytes(PathOf(folder, "checkpoint"), flipped));

            Assert.Equal(PathOf("run", "checkpoint"), exception?.FileName);
        }
    }

    [Fact]
    public void FilesOfAKilledProcess_AreResumed()
    {
        Assert.Null(Resume(folder => File.WriteAllText(PathOf(folder, "checkpoint.new"), "MASK")));
        Assert.Null(Resume(folder => File.WriteAllText(PathOf(folder, "lock"), "")));
        Assert.Null(Resume(folder => File.AppendAllText(PathOf(folder, "metrics.csv"), "999,")));
        Assert.Null(Resume(folder => File.AppendAllText(PathOf(folder, "metrics.csv"), "\0\0\0")));
        Assert.Null(Resume(folder => Directory.Delete(PathOf(folder, "events"), recursive: true)));
        Assert.Null(Resume(folder => File.WriteAllText(Directory.EnumerateFiles(PathOf(folder, "events")).Single(), "half")));
    }

    [Fact]
    public void KilledBeforeItsFirstUpdate_ItIsResumed()
    {
        Train("killed at once", updates: 0, resume: false);
        Dictionary<string, byte[]> files = Contents("killed at once");
        string header = Encoding.UTF8.GetString(files["metrics.csv"]);

        Assert.Equal(_undisturbed, Train("killed at once", Updates, resume: true));
        foreach (string? metrics in new[] { null, "", header[..7], header, header + "1,64,", _undisturbedMetrics })
        {
            Put(files);
            File.Delete(PathOf("run", "metrics.csv"));
            if (metrics is not null)
            {
                File.WriteAllText(PathOf("run", "metrics.csv"), metrics);
            }

            Assert.Equal(_undisturbed, Train("run", Updates, resume: true));
            Assert.Equal(_undisturbedMetrics, File.ReadAllText(PathOf("run", "metrics.csv")));
        }
    }

    [Fact]
    public void AFileInThePlaceOfTheEvents_IsRefused()
    {
        CheckpointException? exception = Resume(folder =>
        {
            Directory.Delete(PathOf(folder, "events"), recursive: true);
            File.WriteAllText(PathOf(folder, "events"), "");
        });

        Assert.StartsWith($"{PathOf("run", "events")}: expected a folder, got a file", exception?.Message, Ordinal);
    }

    [Fact]
    public void ARefusedFolder_KeepsWhatIsUnfinishedInIt()
    {
        Assert.NotNull(Resume(folder =>
        {
            File.WriteAllText(PathOf(folder, "checkpoint.new"), "MASK");
            Damage(PathOf(folder, "metrics.csv"), "zeros");
        }));
        Assert.True(File.Exists(PathOf("run", "checkpoint.new")));
    }

    [Fact]
    public void ATrainerWhoseFolderIsRejected_IsUnchanged()
    {
        Put(_killed);
        Damage(PathOf("run", "metrics.csv"), "zeros");
        using ITrainer trainer = Trainers.CreateTrainer("dqn");
        byte[] before = Saved(trainer);

        Assert.Throws<CheckpointException>(() => RunFolder.Open(Folder("run"), trainer, [], resume: true));

        Assert.Equal(before, Saved(trainer));
        Assert.Equal(TrainingProgress.None with { Metrics = trainer.Progress.Metrics }, trainer.Progress);
    }

    [Fact]
    public void InEveryCulture_TheFilesAreTheSame()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "minus");
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Null(Resume(_ => { }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>Resumes a folder after a change to it.</summary>
    /// <returns>The exception if the folder was rejected, after checking that its files are unchanged; null if the run ended like an
    /// uninterrupted training.</returns>
    private CheckpointException? Resume(Action<string> damage)
    {
        Put(_killed);
        damage("run");
        Dictionary<string, byte[]> before = Contents("run");
        byte[] resumed;
        try
        {
            resumed = Train("run", Updates, resume: true);
        }
        catch (CheckpointException exception)
        {
            Assert.Equal(Hashes(before), Hashes(Contents("run")));
            return exception;
        }

        Assert.True(_undisturbed.AsSpan().SequenceEqual(resumed));
        Assert.Equal(_undisturbedMetrics, File.ReadAllText(PathOf("run", "metrics.csv")));
        Assert.Equal(["checkpoint", "metrics.csv", "policy.safetensors"], Folder("run").GetFiles().Select(file => file.Name).Order());
        return null;
    }

    private void DamageMetrics(string path, string damage)
    {
        if (damage is "zeros" or "empty" or "missing" or "a folder")
        {
            Damage(path, damage);
            return;
        }

        string[] lines = Encoding.UTF8.GetString(_killed["metrics.csv"]).Split('\n');
        string text = string.Join('\n', damage switch
        {
            "other header" => [lines[0].Replace("loss", "lost", Ordinal), .. lines[1..]],
            "BOM" => ["\uFEFF" + lines[0], .. lines[1..]],
            "CRLF" => lines.Select(line => line + '\r'),
            "swapped lines" => [lines[0], lines[1], lines[3], lines[2], .. lines[4..]],
            "joined lines" => [lines[0], lines[1] + lines[2], .. lines[3..]],
            "repeated line" => [lines[0], lines[1], .. lines[1..]],
            "missing line" => [lines[0], .. lines[2..], lines[1]],
            "empty line" => [lines[0], lines[1], "", .. lines[2..]],
            "fewer steps" => Changed(lines, cell: 1, each => each[..2]),
            "letter" => Changed(lines, cell: 6, each => each.Replace("0.", "0.x", Ordinal)),
            "decimal comma" => Changed(lines, cell: 6, each => each.Replace('.', ',')),
            "sign" => Changed(lines, cell: 0, each => $"+{each}"),
            _ => Changed(lines, cell: 6, each => $"{each[..^1]}{(each[^1] == '7' ? '8' : '7')}"),
        });
        File.WriteAllText(path, text);
    }

    private static string[] Changed(string[] lines, int cell, Func<string, string> change)
    {
        string[] cells = lines[2].Split(',');
        cells[cell] = change(cells[cell]);
        return [.. lines[..2], string.Join(',', cells), .. lines[3..]];
    }

    private static void Damage(string path, string damage)
    {
        byte[] whole = File.ReadAllBytes(path);
        File.Delete(path);
        switch (damage)
        {
            case "missing":
                break;
            case "a folder":
                Directory.CreateDirectory(path);
                break;
            case "text":
                File.WriteAllText(path, "update,steps,episodes,return");
                break;
            default:
                byte[] half = whole[..(whole.Length / 2)];
                File.WriteAllBytes(path, damage == "zeros" ? new byte[whole.Length] : damage == "half" ? half : []);
                break;
        }
    }

    /// <summary>
    /// All byte positions of the metrics up to the checkpoint, and some after it, because each of those takes a training.
    /// </summary>
    private IEnumerable<int> Places() =>
        Enumerable.Range(0, _killed["metrics.csv"].Length).Where(place => place < _lengthAtCheckpoint + 4 || place % 16 == 0);

    /// <summary>Trains up to an update and ends without a last checkpoint, like a killed process.</summary>
    /// <returns>The saved state of the trainer.</returns>
    private byte[] Train(string folder, int updates, bool resume)
    {
        ITrainer trainer = _fresh ??= Trainers.CreateTrainer("dqn");
        using RunFolder opened = RunFolder.Open(Folder(folder), trainer, [], resume);

        // Only a trainer that was rejected can be used again.
        _fresh = null;
        using ITrainer begun = trainer;
        using RunRecorder record = new(opened, UpdatesPerCheckpoint);
        new TrainingRun("dqn", trainer, record).Train(64 * updates, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(updates, trainer.Progress.Updates);
        return Saved(trainer);
    }

    private static byte[] Saved(ITrainer trainer)
    {
        using MemoryStream saved = new();
        trainer.Save(new BinaryWriter(saved));
        return saved.ToArray();
    }

    private DirectoryInfo Folder(string name) => new(Path.Combine(_root.FullName, name));

    private string PathOf(string folder, string name) => Path.Combine(_root.FullName, folder, name);

    /// <summary>Reads all files of a folder.</summary>
    private Dictionary<string, byte[]> Contents(string folder) => Folder(folder).GetFiles("*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(Folder(folder).FullName, file.FullName), file => File.ReadAllBytes(file.FullName));

    private static string[] Hashes(Dictionary<string, byte[]> files) =>
        [.. files.Select(file => $"{file.Key} {Convert.ToHexString(SHA256.HashData(file.Value))}").Order(StringComparer.Ordinal)];

    /// <summary>Replaces the files of the folder.</summary>
    private void Put(Dictionary<string, byte[]> files)
    {
        if (Folder("run").Exists)
        {
            Folder("run").Delete(recursive: true);
        }

        foreach ((string name, byte[] bytes) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf("run", name))!);
            File.WriteAllBytes(PathOf("run", name), bytes);
        }
    }
}
