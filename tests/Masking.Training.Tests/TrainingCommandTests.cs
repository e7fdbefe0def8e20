using System.CommandLine;
using Masking.Training.CommandLine;
using Spectre.Console;

namespace Masking.Training.Tests;

public sealed class TrainingCommandTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("command-");
    private StringWriter _output = new();
    private StringWriter _error = new();

    private static CheckpointAction Sing { get; } =
        new(
            "--sing",
            "Sings.",
            (trainer, console, _) => console.Profile.Out.Writer.WriteLine($"sings after {trainer.Progress.EnvironmentSteps} steps")
        );

    private string Out => Path.Combine(_root.FullName, "run");

    public void Dispose()
    {
        _root.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task ATraining_LeavesEverythingInItsFolder()
    {
        Assert.Equal(0, await Run("--steps", "320", "--out", Out));

        string output = _output.ToString();
        Assert.Matches(@"corridor +320 of 320 steps  return .* of 1 +[\d,]+ steps/s  value .*  epsilon 0\.\d+", output);
        Assert.Matches(@"Done after 320 steps: mean return \d\.\d\d of 1", output);
        Assert.EndsWith($"It has come to 320 steps of seed 1, in run.{Environment.NewLine}", output, StringComparison.Ordinal);
        Assert.Matches(@"[\d,]+ steps/s: environment \d+ %, acting \d+ %, learning \d+ %", output);
        Assert.DoesNotContain('\e', output);
        Assert.Empty(_error.ToString());
        Assert.Equal(
            ["checkpoint", "learning-curve.png", "metrics.csv", "policy.safetensors"],
            new DirectoryInfo(Out).GetFiles().Select(file => file.Name).Order()
        );
        Assert.Single(new DirectoryInfo(Path.Combine(Out, "events")).GetFiles());
    }

    [Fact]
    public async Task ASubcommandOfAnotherProgram_Trains()
    {
        RootCommand program = new("Does something else.") { Command().CreateSubcommand("train") };
        program.SetAction((Func<ParseResult, int>)(_ => throw new UsageException("--other: expected a file, got none.")));

        Assert.Equal(0, await Invoke("train", "--steps", "320", "--out", Out));
        Assert.Contains("Done after 320 steps", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Invoke("train", "--sing", "--out", Out));
        Assert.EndsWith($"sings after 320 steps{Environment.NewLine}", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
        Assert.Equal(2, await Invoke("train", "--watch", "--out", Path.Combine(_root.FullName, "missing")));
        Assert.Contains("contains no checkpoint. Train first", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Invoke());
        Assert.EndsWith($"--other: expected a file, got none.{Environment.NewLine}", _error.ToString(), StringComparison.Ordinal);

        Task<int> Invoke(params string[] args) =>
            CommandHost.RunAsync(program, args, _output, _error, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Resumed_ItEndsLikeAnUninterruptedTraining()
    {
        Assert.Equal(0, await Run("--steps", "640", "--out", Out));
        string whole = await Text("metrics.csv");
        Directory.Delete(Out, recursive: true);
        Assert.Equal(0, await Run("--steps", "320", "--out", Out));
        Assert.Equal(0, await Run("--steps", "640", "--out", Out, "--resume"));

        Assert.Contains("Resumed after 320 steps", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(whole, await Text("metrics.csv"));
    }

    [Theory]
    [InlineData("--steps: expected a whole number from 1 to 1000000000, got '0'.", "--steps", "0")]
    [InlineData("--checkpoint-every: expected a whole number", "--checkpoint-every", "x")]
    [InlineData("--pace: expected one of slow, fast, got 'medium'.", "--pace", "medium")]
    [InlineData("'--stepz'", "--stepz", "5")]
    [InlineData("contains no checkpoint. Train first", "--watch")]
    public async Task AWrongOption_IsNamed_WithExitCode2(string message, params string[] args)
    {
        Assert.Equal(2, await Run([.. args, "--out", Out]));

        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task AFolderOfAnotherTraining_IsRefused_WithExitCode2()
    {
        await Run("--steps", "64", "--out", Out, "--pace", "fast");

        Assert.Equal(2, await Run("--steps", "128", "--out", Out));
        Assert.Contains("already contains a training", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Run("--steps", "128", "--out", Out, "--resume"));
        Assert.Contains("it belongs to another training: expected --pace slow, got fast.", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await Run("--steps", "128", "--out", Out, "--resume", "--pace", "fast", "--seed", "2"));
        Assert.Contains("expected Seed 2, got 1.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedCheckpoint_IsNamed_WithExitCode1()
    {
        await Run("--steps", "64", "--out", Out);
        string checkpoint = Path.Combine(Out, "checkpoint");
        await File.WriteAllBytesAsync(
            checkpoint,
            (await File.ReadAllBytesAsync(checkpoint, TestContext.Current.CancellationToken))[..^1],
            TestContext.Current.CancellationToken
        );

        Assert.Equal(1, await Run("--steps", "128", "--out", Out, "--resume"));

        Assert.Contains($"{checkpoint}: it is damaged: expected ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DamagedMetrics_AreNamed_WithExitCode1()
    {
        await Run("--steps", "64", "--out", Out);
        string metrics = Path.Combine(Out, "metrics.csv");
        string[] lines = (await Text("metrics.csv")).Split('\n');
        await File.WriteAllTextAsync(metrics, string.Join('\n', lines[0], "x" + lines[1][1..], ""), TestContext.Current.CancellationToken);

        Assert.Equal(1, await Run("--steps", "128", "--out", Out, "--resume"));

        Assert.StartsWith(
            $"{metrics}: it is damaged: line 2: expected 1 as 'update', got 'x', in 'x,64,",
            _error.ToString(),
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $"Restore the file from a backup, or start a new training in another folder with --out.{Environment.NewLine}",
            _error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task LibrariesThatDoNotLoad_AreExplained_WithExitCode1()
    {
        TorchSharpLoadException error = new("TorchSharp cannot be loaded: cause and remedy.", new DllNotFoundException());

        Assert.Equal(1, await Run(Walking(_ => throw error), "--steps", "64", "--out", Out));

        Assert.Equal($"{error.Message}{Environment.NewLine}", _error.ToString());
    }

    [Fact]
    public async Task AnUnexpectedError_IsReported_WithExitCode1()
    {
        TrainingCommand command = Walking(_ => throw new ArithmeticException("no such number"));

        Assert.Equal(1, await Run(command, "--out", Out));

        Assert.StartsWith("System.ArithmeticException: no such number", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(AnUnexpectedError_IsReported_WithExitCode1), _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task AFailingEnvironment_IsReported_WithExitCode1_AndTheTrainingCanBeResumed(int threads)
    {
        Assert.Equal(0, await Run(Tampered(failsAtStep: null), "--steps", "256", "--out", Out));
        string undisturbed = await Text("metrics.csv");
        Directory.Delete(Out, recursive: true);

        TrainingCommand failing = Tampered(failsAtStep: 40);
        Assert.Equal(
            1, await Run(failing, "--steps", "256", "--out", Out, "--checkpoint-every", "1", "--threads", $"{threads}"));

        Assert.StartsWith(
            "The environment in row 2 threw an exception in Step at step 40: FormatException: no such level. "
                + $"The last checkpoint is unchanged.{Environment.NewLine}System.FormatException: no such level",
            _error.ToString(),
            StringComparison.Ordinal);
        Assert.Contains(nameof(Tampered), _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Done after", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run(Tampered(failsAtStep: null), "--steps", "256", "--out", Out, "--resume"));
        Assert.Contains("Resumed after 128 steps", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(undisturbed, await Text("metrics.csv"));
    }

    [Fact]
    public async Task AnEnvironmentThatFailsAtOnce_IsReported_WithExitCode1()
    {
        TrainingCommand command = Walking(_ => DqnTrainer.Of(
            new CorridorValues(),
            new CorridorValues(),
            environments: 1,
            _ => new Tampered<CorridorValues.Batch, CorridorValues.Actions>(new CorridorWorld())
            {
                OnReset = () => throw new FormatException("no such level"),
            }));

        Assert.Equal(1, await Run(command, "--out", Out));

        Assert.StartsWith(
            "The environment in row 0 threw an exception in Reset: FormatException: no such level.",
            _error.ToString(),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task ResumedWithoutTheStateOfTheEnvironments_ItSaysThatNewEpisodesBegin()
    {
        const string Notice = "The environments do not save their state, so new episodes begin. The results differ from those of an "
            + "uninterrupted training. Implement ICheckpointable to resume exactly.";
        TrainingCommand command = Walking(_ => DqnTrainer.Of(
            new CorridorValues(),
            new CorridorValues(),
            environments: 4,
            _ => new Unsaved<CorridorValues.Batch, CorridorValues.Actions>(new CorridorWorld()),
            Corridor.Options));
        Assert.Equal(0, await Run(command, "--steps", "128", "--out", Out));
        Assert.DoesNotContain(Notice, _output.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await Run(command, "--steps", "256", "--out", Out, "--resume"));

        Assert.Contains("Resumed after 128 steps", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(Notice, _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Done after 256 steps", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, (await Text("metrics.csv")).Count(letter => letter == '\n'));

        Directory.Delete(Out, recursive: true);
        await Run("--steps", "64", "--out", Out);
        await Run("--steps", "128", "--out", Out, "--resume");
        Assert.DoesNotContain(Notice, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhereOneOfSeveralIsDamaged_NothingIsWrittenToTheOthers()
    {
        Assert.Equal(0, await Run(Both(), "--steps", "320", "--out", Out));
        string left = Path.Combine(Out, "left", "metrics.csv");
        await File.AppendAllTextAsync(left, "6,", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Out, "right", "metrics.csv"), "", TestContext.Current.CancellationToken);

        Assert.Equal(1, await Run(Both(), "--steps", "640", "--out", Out, "--resume"));

        Assert.StartsWith(Path.Combine(Out, "right", "metrics.csv"), _error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\n6,", await File.ReadAllTextAsync(left, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderThatCannotBeCreated_IsNamed_WithExitCode1()
    {
        string file = Path.Combine(_root.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.Equal(1, await Run("--out", file));

        Assert.Contains(file, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_ItMakesACheckpoint_WithExitCode130()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        Assert.Equal(130, await Command().RunAsync(["--out", Out], _output, _error, source.Token));

        Assert.DoesNotContain("It has come to", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Stopped early after 64 steps", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await Run("--steps", "128", "--out", Out, "--resume"));
        Assert.Contains("Resumed after 64 steps", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_DrawsOneEpisode_AndChangesNothing()
    {
        await Run("--steps", "64", "--out", Out);
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(Out, "checkpoint"), TestContext.Current.CancellationToken);

        Assert.Equal(0, await Run("--watch", "--out", Out));

        Assert.All(
            _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            line => Assert.Matches(@"^\.*o\.*$", line)
        );
        Assert.Contains('o', _output.ToString());
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Out, "checkpoint"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "--watch: the environment renders nothing. Implement Render, which returns its state as text.")]
    [InlineData("a [b] c", "--watch: Render returned text that is no markup of Spectre.Console: ")]
    public async Task AnEpisodeThatCannotBeShown_IsReported(string frame, string message)
    {
        TrainingCommand command = new("corridor", "Walks.")
        {
            Title = "Corridor",
            DefaultSteps = 64,
            BestReturn = 1,
            CreateTrainer = _ => new Drawn(frame, Corridor.Trainer()),
        };
        await Run(command, "--steps", "64", "--out", Out);

        Assert.Equal(1, await Run(command, "--watch", "--out", Out));

        Assert.StartsWith(message, _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResumingAFolderWithoutATraining_SaysThatANewOneBegins()
    {
        Assert.Equal(0, await Run("--steps", "64", "--out", Out, "--resume"));

        Assert.StartsWith(
            $"{Path.GetFullPath(Out)} contains no training to resume: a new one begins.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_NamesOptionsAndExitCodes()
    {
        Assert.Equal(0, await Run("--help"));

        Assert.All(
            new[]
            {
                "--steps",
                "--seed",
                "--threads",
                "--out",
                "--resume",
                "--checkpoint-every",
                "--watch",
                "--pace",
                "--sing",
                "130",
                "exit code 2",
            },
            text => Assert.Contains(text, _output.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void OutputThatIsNoTerminal_GetsPlainText()
    {
        CommandHost.CreateConsole(_output).MarkupLine("[red]a[/] [bold]b[/]");

        Assert.Equal($"a b{Environment.NewLine}", _output.ToString());
    }

    [Fact]
    public async Task OnCompleted_IsCalledAtTheEnd()
    {
        Assert.Equal(0, await Run("--steps", "128", "--out", Out));

        Assert.EndsWith($"It has come to 128 steps of seed 1, in run.{Environment.NewLine}", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACheckpointAction_ReceivesTheTrainerOfTheCheckpoint()
    {
        await Run("--steps", "128", "--out", Out);

        Assert.Equal(0, await Run("--sing", "--out", Out));

        Assert.Contains("sings after 128 steps", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ComparedAgents_TrainFromOneSeed_InFoldersOfTheirOwn()
    {
        Assert.Equal(0, await Run(Both(), "--steps", "320", "--out", Out));

        Assert.Matches(@"(?m)^(left |right)  Done after 320 steps: mean return \d\.\d\d of 1", _output.ToString());
        Assert.Contains("concludes for left, right in run", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["learning-curve.png"], new DirectoryInfo(Out).GetFiles().Select(file => file.Name));
        Assert.Equal(
            ["checkpoint", "metrics.csv", "policy.safetensors"],
            new DirectoryInfo(Path.Combine(Out, "left")).GetFiles().Select(file => file.Name).Order()
        );
        Assert.Equal(await Text("left/metrics.csv"), await Text("right/metrics.csv"));
    }

    [Fact]
    public async Task ComparedAgents_AreResumedAndWatchedTogether()
    {
        Assert.Equal(0, await Run(Both(), "--steps", "640", "--out", Out));
        string whole = await Text("right/metrics.csv");
        Directory.Delete(Out, recursive: true);
        Assert.Equal(0, await Run(Both(), "--steps", "320", "--out", Out));
        Assert.Equal(2, await Run(Both(), "--steps", "640", "--out", Out));
        Assert.Equal(0, await Run(Both(), "--steps", "640", "--out", Out, "--resume"));

        Assert.Matches(@"(?m)^right  Resumed after 320 steps", _output.ToString());
        Assert.Equal(whole, await Text("right/metrics.csv"));

        Assert.Equal(0, await Run(Both(), "--sing", "--out", Out));
        Assert.Matches(@"left\r?\nsings after 640 steps\r?\nright\r?\nsings after 640 steps", _output.ToString());

        Directory.Delete(Path.Combine(Out, "right"), recursive: true);
        Assert.Equal(2, await Run(Both(), "--sing", "--out", Out));
        Assert.DoesNotContain("sings", _output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A command whose environments take long enough to step on several threads.</summary>
    /// <param name="failsAtStep">The step at which the third environment fails; null for none.</param>
    private static TrainingCommand Tampered(int? failsAtStep) => Walking(arguments => DqnTrainer.Of(
        new CorridorValues(),
        new CorridorValues(),
        environments: 4,
        row => Tampered(failsAtStep: row == 2 ? failsAtStep : null, new CorridorWorld(work: 20_000)),
        Corridor.Options,
        arguments.Threads));

    private static Tampered<CorridorValues.Batch, CorridorValues.Actions> Tampered(int? failsAtStep, CorridorWorld world)
    {
        int steps = 0;
        return new(world) { OnStep = result => ++steps == failsAtStep ? throw new FormatException("no such level") : result };
    }

    private static TrainingCommand Walking(Func<TrainingArguments, ITrainer> createTrainer) =>
        new("corridor", "Walks along a corridor.")
        {
            Title = "Corridor",
            DefaultSteps = 1000,
            BestReturn = 1,
            CreateTrainer = createTrainer,
        };

    private static TrainingCommand Both()
    {
        List<string> agents = [];
        return new("corridor", "Walks along a corridor.")
        {
            Title = "Corridor",
            DefaultSteps = 1000,
            BestReturn = 1,
            Agents = ["left", "right"],
            CheckpointActions = [Sing],
            CreateTrainer = arguments =>
            {
                agents.Add(arguments.Agent);
                return Corridor.Trainer(Corridor.Options with { Seed = arguments.Seed });
            },
            OnCompleted = run =>
                run.Output.WriteLine(
                    $"concludes for {string.Join(", ", agents.Take(run.Trainers.Count))} in {run.Folder.Name}"
                ),
        };
    }

    private static TrainingCommand Command() =>
        new("corridor", "Walks along a corridor.")
        {
            Title = "Corridor",
            DefaultSteps = 1000,
            BestReturn = 1,
            OnCompleted = run =>
                run.Output.WriteLine(
                    $"It has come to {run.Trainers[0].Progress.EnvironmentSteps} steps of seed {run.Arguments.Seed}, in {run.Folder.Name}."
                ),
            Options = [CommandOptions.ChoiceOption("--pace", "How fast it walks.", "slow", "fast")],
            CheckpointActions = [Sing],
            CreateTrainer = arguments => Corridor.Trainer(Corridor.Options with { Seed = arguments.Seed }),
        };

    private Task<string> Text(string file) => File.ReadAllTextAsync(Path.Combine(Out, file), TestContext.Current.CancellationToken);

    private Task<int> Run(params string[] args) => Run(Command(), args);

    private Task<int> Run(TrainingCommand command, params string[] args)
    {
        (_output, _error) = (new StringWriter(), new StringWriter());
        return command.RunAsync(args, _output, _error, TestContext.Current.CancellationToken);
    }
}
