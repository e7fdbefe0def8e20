using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Training.Tests;

public sealed class TrainingDisplayTests : IDisposable
{
    private readonly StringWriter _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData(true, '█')]
    [InlineData(false, '#')]
    public void OnATerminal_ATableLivesWithin80Columns(bool unicode, char full)
    {
        Show(isTerminal: true, unicode);

        string[] lines = Terminal.Lines(_written);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 78));
        Assert.Contains(
            lines,
            line =>
                line.Contains("good", StringComparison.Ordinal)
                && line.Contains("400", StringComparison.Ordinal)
                && line.Contains(full, StringComparison.Ordinal)
        );
        Assert.Contains(lines, line => line.Contains("bad", StringComparison.Ordinal) && line.Contains("0.0", StringComparison.Ordinal));
        Assert.Equal(unicode, _written.ToString().Any(character => character > 127));
    }

    [Fact]
    public void Elsewhere_LinesSayHowFarItIs()
    {
        Show(isTerminal: false, unicode: true);

        string[] lines = _written.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(8, lines.Length);
        Assert.Equal("good        400 of 400 steps  return  10.0 of 10     123 steps/s  entropy 0.50  kl 1.0e-3", lines[6]);
        Assert.Equal("bad         400 of 400 steps  return   0.0 of 10     123 steps/s  entropy 0.50  kl 1.0e-3", lines[7]);
    }

    [Fact]
    public void NegativeReturns_AreDrawnFromTheLowestToTheBest()
    {
        Show(isTerminal: true, unicode: true, best: -6, good: -6, bad: -16);

        string[] lines = Terminal.Lines(_written);
        Assert.Contains(lines, line => line.Contains("curve, to -6", StringComparison.Ordinal));
        Assert.Contains("-6.00", Row("good"), StringComparison.Ordinal);
        Assert.Contains("█", Row("good"), StringComparison.Ordinal);
        Assert.Contains("-16.00", Row("bad"), StringComparison.Ordinal);
        Assert.Contains("▁", Row("bad"), StringComparison.Ordinal);

        string Row(string agent) => lines.Last(line => line.Contains(agent, StringComparison.Ordinal) && line.Contains('│'));
    }

    private void Show(bool isTerminal, bool unicode, double best = 10, double good = 10, double bad = 0)
    {
        IAnsiConsole console = Terminal.Create(_written, isTerminal, unicode);
        ParallelRuns trainings = new(
            [new TrainingRun("good", new Pretended(good)), new TrainingRun("bad", new Pretended(bad))],
            environmentSteps: 400,
            threads: 1
        );

        new TrainingDisplay(console, trainings, best).Run(TestContext.Current.CancellationToken);
    }

    private sealed class Pretended(double meanReturn) : ITrainer
    {
        public TrainingProgress Progress { get; private set; } = TrainingProgress.None;

        public bool ResumesExactly => true;

        public IReadOnlyList<string> MetricNames => ["entropy", "kl"];

        public IReadOnlyList<KeyValuePair<string, string>> Settings => [];

        public bool Update(CancellationToken cancellationToken)
        {
            Progress = new TrainingProgress(Progress.EnvironmentSteps + 100, Progress.Updates + 1, 1, meanReturn, [0.5, 0.001])
            {
                Time = new TrainingTime(123, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.5)),
            };
            return true;
        }

        public IEnumerable<string> RenderEpisode() => [];

        public void SavePolicy(string path) => throw new NotSupportedException();

        public void Save(BinaryWriter writer) => writer.Write(Progress.Updates);

        public void Load(BinaryReader reader) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
