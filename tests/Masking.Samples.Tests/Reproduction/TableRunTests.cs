using Masking.Samples.Harvest;
using Masking.Samples.QuickStart;
using Masking.Training;
using Spectre.Console;
using static TorchSharp.torch;
using HarvestPolicy = Masking.Samples.Harvest.HarvestPolicy;

namespace Masking.Samples.Tests;

public sealed class TableRunTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("table-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void AStoppedTraining_ContinuesToTheNumbersOfAnUninterruptedOne()
    {
        HarvestTable table = new([4], [Regime.Masked], [1], Steps: 3000);
        TrainingCell cell = table.Cells[0];
        using TableRun whole = Make(table, "whole");
        using CancellationTokenSource source = new();
        using (TableRun stopped = new(table, Folder("stopped")))
        {
            stopped.Run(1, new SynchronousProgress(_ => source.Cancel()), source.Token);
            Assert.Empty(stopped.Results);
        }

        Assert.Equal(2, File.ReadLines(Metrics("stopped", cell)).Count());

        using TableRun resumed = Make(table, "stopped");

        Assert.Equal(3072, resumed.Results[cell].Curve[^1].Steps);
        Assert.Equal(whole.Results[cell].Curve, resumed.Results[cell].Curve);
        Assert.Equal(whole.Results[cell].ReturnWithoutMasks, resumed.Results[cell].ReturnWithoutMasks);
        Assert.Equal(File.ReadAllText(Metrics("whole", cell)), File.ReadAllText(Metrics("stopped", cell)));
        Assert.True(resumed.Results[cell].Provenance.Seconds > 0);
    }

    [Fact]
    public void AResult_IsReadAsItWasWritten()
    {
        HarvestTable table = new([4], [Regime.None], [1], Steps: 1);
        CellResult made;
        using (TableRun making = Make(table, "table"))
        {
            made = making.Results[table.Cells[0]];
        }

        using TableRun reading = new(table, Folder("table"));
        CellResult read = reading.Results[table.Cells[0]];

        Assert.Equal(made.Curve, read.Curve);
        Assert.Equal(made.Provenance, read.Provenance);
        Assert.Null(read.ReturnWithoutMasks);
        Assert.InRange(Assert.Single(read.Curve).Return, 0, 2);
    }

    [Fact]
    public void ATable_HasItsFolderToItself_AndRemovesWhatWasLeftUnfinished()
    {
        HarvestTable table = new([4], [Regime.None], [1], Steps: 1);
        Make(table, "table").Dispose();
        string unfinished = Path.Combine(Folder("table").FullName, table.Cells[0].FolderName, "result.new");
        File.WriteAllText(unfinished, "MASK");

        using TableRun first = new(table, Folder("table"));

        Assert.False(File.Exists(unfinished));
        Assert.Contains("is in use by another training", Assert.Throws<IOException>(() => new TableRun(table, Folder("table"))).Message);
    }

    [Fact]
    public void AResultOfInvalidContents_IsRefusedByName()
    {
        const int HeaderLength = 56;
        const int Seed = 1;
        HarvestTable table = new([4], [Regime.None], [1], Steps: 1);
        Make(table, "table").Dispose();
        string path = Path.Combine(Folder("table").FullName, table.Cells[0].FolderName, "result");
        byte[] contents = File.ReadAllBytes(path)[HeaderLength..];
        Random random = new(Seed);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] mutated = random.Next(4) == 0 ? contents[..random.Next(contents.Length)] : [.. contents];
            if (mutated.Length > 0)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            CheckpointFile.Save(path, writer => writer.Write(mutated));
            try
            {
                new TableRun(table, Folder("table")).Dispose();
            }
            catch (CheckpointException exception)
            {
                refused++;
                Assert.Equal(path, exception.FileName);
            }
        }

        Assert.InRange(refused, 100, 300);
    }

    [Fact]
    public void WithoutTheirMasks_AgentsEarnLess()
    {
        set_num_threads(1);
        manual_seed(1);
        using HarvestPolicy policy = new();

        double masked = HarvestTraining.Evaluate(policy, size: 8, Regime.Masked, seed: 1, episodesPerEnvironment: 4).Average();
        double unmasked = HarvestTraining.Evaluate(policy, size: 8, Regime.None, seed: 1, episodesPerEnvironment: 4).Average();

        Assert.InRange(masked, 1, HarvestField.BestReturn);
        Assert.InRange(unmasked, 0, 0.2);
    }

    [Fact]
    public void OnlyMaskedAgents_PlayOnWithoutMasks_AndEarnLess()
    {
        HarvestTable table = new([8], [Regime.Masked, Regime.Naive], [1], Steps: 1024);

        using TableRun run = Make(table, "table");

        CellResult masked = run.Results[table.Cells[0]];
        Assert.InRange(masked.FinalReturn, 1, HarvestField.BestReturn);
        Assert.InRange(masked.ReturnWithoutMasks!.Value, 0, 0.2);
        Assert.Null(run.Results[table.Cells[1]].ReturnWithoutMasks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OnATerminal_TheTableLivesWithin80Columns(bool unicode)
    {
        using StringWriter written = new();
        IAnsiConsole console = Terminal.Create(written, isTerminal: true, unicode);
        using TableRun run = new(new HarvestTable([4], [Regime.Naive, Regime.None], [1], Steps: 1024), Folder("table"));

        new TableDisplay(console, run).Run(parallelism: 1, TestContext.Current.CancellationToken);

        string[] lines = Terminal.Lines(written);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 78));
        Assert.Contains(lines, line => line.Contains("naive, size 4, seed 1: 1,024 steps, return", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("1 of 2 trainings are done, about ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("naive", StringComparison.Ordinal) && line.Contains("1/1", StringComparison.Ordinal));
        Assert.Equal("2 of 2 trainings are done", lines.Last(line => line.Contains("are done", StringComparison.Ordinal)).Trim());
        Assert.Equal(unicode, written.ToString().Any(character => character > 127));
    }

    private DirectoryInfo Folder(string name) => new(Path.Combine(_root.FullName, name));

    private string Metrics(string folder, TrainingCell cell) => Path.Combine(Folder(folder).FullName, cell.FolderName, "metrics.csv");

    private TableRun Make(HarvestTable table, string folder)
    {
        TableRun run = new(table, Folder(folder));
        run.Run(parallelism: 2, new SynchronousProgress(_ => { }), TestContext.Current.CancellationToken);
        return run;
    }

    private sealed class SynchronousProgress(Action<CellProgress> tell) : IProgress<CellProgress>
    {
        public void Report(CellProgress value) => tell(value);
    }
}
