using System.CommandLine;
using Spectre.Console;
using static TorchSharp.torch;

namespace Masking.Samples.Training;

/// <summary>The command line of a sample: it trains, goes on with a training, and shows what came of it.</summary>
/// <param name="name">What the sample is called; its runs are in <c>runs/name</c> where nothing else is said.</param>
/// <param name="description">What it does, for <c>--help</c>.</param>
public sealed class TrainingCommand(string name, string description)
{
    private const int MostSteps = 1_000_000_000;

    private readonly Option<int> _seed = CommandLine.WholeNumber(
        "--seed",
        0,
        int.MaxValue,
        1,
        "The same seed gives the same training, on any number of threads."
    );

    private readonly Option<int> _threads = CommandLine.WholeNumber(
        "--threads",
        1,
        1024,
        Environment.ProcessorCount,
        "The most threads that step the worlds."
    );

    private readonly Option<int> _every = CommandLine.WholeNumber(
        "--checkpoint-every",
        1,
        int.MaxValue,
        10,
        "The updates from one checkpoint to the next."
    );

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Goes on with the training in the folder, from its last checkpoint.",
    };

    private readonly Option<DirectoryInfo> _out = new("--out")
    {
        Description = "The folder of the training; made if there is none.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", name)),
    };

    /// <summary>Makes the trainer, or that of one of the <see cref="Agents"/>. The seed of new parameters is set by then.</summary>
    public required Func<TrainingArguments, ITrainer> Begin { get; init; }

    /// <summary>How long it trains where nothing else is said, in environment steps.</summary>
    public required int Steps { get; init; }

    /// <summary>The return that cannot be exceeded, which pictures are scaled to.</summary>
    public required double BestReturn { get; init; }

    /// <summary>What the learning curve shows.</summary>
    public required string Title { get; init; }

    /// <summary>What the return is, for the learning curve.</summary>
    public string ReturnLabel { get; init; } = "mean return of the last episodes";

    /// <summary>The sample's own options.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>What it can do with a training instead of training.</summary>
    public IReadOnlyList<Performance> Performances { get; init; } = [];

    /// <summary>The sample's own commands.</summary>
    public IReadOnlyList<Command> Commands { get; init; } = [];

    /// <summary>
    /// What is compared: each of them is trained from the same seed, side by side with the others, and has a folder of its name in that of
    /// the run. Where none is named, one training has the folder to itself.
    /// </summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>
    /// Says and draws what came of the trainings, once they are through; where nothing else is said, their mean returns are all.
    /// </summary>
    public Action<Conclusion>? Conclude { get; init; }

    /// <summary>Does what the arguments ask for, on the console.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>The exit code: 0, 1 when something failed, 2 when an option is wrong, 130 after Ctrl-C.</returns>
    public Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Does what the arguments ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="error">Where to write what went wrong.</param>
    /// <param name="cancellationToken">Ends the run early, as Ctrl-C does.</param>
    /// <returns>The exit code: 0, 1 when something failed, 2 when an option is wrong, 130 after Ctrl-C.</returns>
    public Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        RootCommand command = new($"{description} Ctrl-C ends it early, with a checkpoint and exit code {CommandLine.Interrupted}. "
            + $"Wrong options give exit code {CommandLine.WrongOptions}, failures {CommandLine.Failed}.");
        Option<int> steps = CommandLine.WholeNumber("--steps", 1, MostSteps, Steps, "How long it trains, in environment steps.");
        foreach (Option option in new Option[] { steps, _seed, _threads, _out, _resume, _every }.Concat(Options))
        {
            command.Options.Add(option);
        }

        (Option<bool> Option, Performance Performance)[] performances = [.. Performances.Prepend(Watching.Performance)
            .Select(each => (new Option<bool>(each.Option) { Description = each.Description }, each))];
        foreach ((Option<bool> option, _) in performances)
        {
            command.Options.Add(option);
        }

        foreach (Command own in Commands)
        {
            command.Subcommands.Add(own);
        }

        command.SetAction((parsed, token) => Task.Run(
            () =>
            {
                // Products this small lose more than they gain when they are shared between threads, and their sums would then
                // depend on the number of threads.
                set_num_threads(1);
                TrainingArguments arguments = new(parsed, parsed.GetValue(steps), parsed.GetValue(_seed), parsed.GetValue(_threads), name);
                IAnsiConsole console = CommandLine.ConsoleOn(output);
                Performance? wanted = performances.FirstOrDefault(each => parsed.GetValue(each.Option)).Performance;
                List<ITrainer> trainers = [];
                try
                {
                    foreach (string agent in Names)
                    {
                        manual_seed(arguments.Seed);
                        trainers.Add(Begin(arguments with { Agent = agent }));
                    }

                            return wanted is null
                                ? Train(trainers, arguments, console, token)
                                : Perform(wanted, trainers, arguments, console, error, token);
                        }
                        finally
                        {
                            trainers.ForEach(trainer => trainer.Dispose());
                        }
                    },
                    CancellationToken.None
                )
        );
        return CommandLine.RunAsync(command, args, output, error, cancellationToken);
    }

    private IReadOnlyList<string> Names => Agents.Count == 0 ? [name] : Agents;

    /// <summary>What the worlds depend on: the sample's own options.</summary>
    private KeyValuePair<string, string>[] Settings(TrainingArguments arguments) =>
        [.. Options.Select(option => Training.Settings.Of(option.Name, arguments.Parsed.GetResult(option)?.GetValueOrDefault<object>()))];

    private DirectoryInfo FolderOf(int agent, TrainingArguments arguments)
    {
        DirectoryInfo folder = arguments.Parsed.GetRequiredValue(_out);
        return Agents.Count == 0 ? folder : new DirectoryInfo(Path.Combine(folder.FullName, Agents[agent]));
    }

    private int Perform(
        Performance performance,
        List<ITrainer> trainers,
        TrainingArguments arguments,
        IAnsiConsole console,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        for (int i = 0; i < trainers.Count; i++)
        {
            DirectoryInfo folder = FolderOf(i, arguments);
            if (!RunFolder.TryLoad(folder, trainers[i], Settings(arguments)))
            {
                error.WriteLine(
                    $"{performance.Option}: {folder.FullName} holds no checkpoint. Train first, or name the folder of a training with --out."
                );
                return CommandLine.WrongOptions;
            }
        }

        for (int i = 0; i < trainers.Count && !cancellationToken.IsCancellationRequested; i++)
        {
            if (Agents.Count > 0)
            {
                console.WriteLine(Agents[i]);
            }

            performance.Run(trainers[i], console, cancellationToken);
        }

        return cancellationToken.IsCancellationRequested ? CommandLine.Interrupted : 0;
    }

    private int Train(List<ITrainer> trainers, TrainingArguments arguments, IAnsiConsole console, CancellationToken cancellationToken)
    {
        // Where each agent has a folder of its own, what came of all of them is in the one above.
        using RunLock? held = Agents.Count == 0 ? null : RunLock.Take(arguments.Parsed.GetRequiredValue(_out));
        List<RunFolder> folders = [];
        List<RunRecord> records = [];
        try
        {
            // Nothing is written before all folders have been read.
            for (int i = 0; i < trainers.Count; i++)
            {
                folders.Add(RunFolder.Open(FolderOf(i, arguments), trainers[i], Settings(arguments), arguments.Parsed.GetValue(_resume)));
            }

            folders.ForEach(folder => records.Add(new RunRecord(folder, arguments.Parsed.GetValue(_every))));
            TrainingRun[] runs = [.. Names.Select((label, i) => new TrainingRun(label, trainers[i], records[i]))];
            Train(runs, arguments, console, cancellationToken);
            records.ForEach(record => record.Checkpoint());
            Report(runs, arguments, console.Profile.Out.Writer, cancellationToken);
            if (!cancellationToken.IsCancellationRequested)
            {
                Conclude?.Invoke(new Conclusion(trainers, arguments, arguments.Parsed.GetRequiredValue(_out), console.Profile.Out.Writer));
            }
        }
        finally
        {
            records.ForEach(record => record.Dispose());
            folders.ForEach(folder => folder.Dispose());
        }

        return cancellationToken.IsCancellationRequested ? CommandLine.Interrupted : 0;
    }

    private void Train(TrainingRun[] runs, TrainingArguments arguments, IAnsiConsole console, CancellationToken cancellationToken)
    {
        foreach (TrainingRun run in runs.Where(run => run.Progress.Updates > 0))
        {
            console.Profile.Out.Writer.WriteLine(
                $"{Prefix(run)}Goes on after {run.Progress.EnvironmentSteps:N0} steps, with {arguments.Parsed.GetRequiredValue(_out).FullName}"
            );
        }

        new TrainingDisplay(
            console,
            new SideBySide(runs, arguments.Steps, threads: Math.Min(runs.Length, arguments.Threads)),
            BestReturn
        ).Run(cancellationToken);
    }

    private void Report(TrainingRun[] runs, TrainingArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = arguments.Parsed.GetRequiredValue(_out);
        LearningCurvePlot.Save(Path.Combine(folder.FullName, "learning-curve.png"), Title, ReturnLabel, BestReturn, runs);
        foreach (TrainingRun run in runs)
        {
            TrainingProgress progress = run.Progress;
            output.WriteLine(
                $"{Prefix(run)}{(cancellationToken.IsCancellationRequested ? "Stopped early" : "Done")} after {progress.EnvironmentSteps:N0} steps: mean return "
                    + (progress.MeanReturn is { } mean ? $"{mean:F2} of {BestReturn:0.##}" : "of no episode yet")
            );
            if (progress.Pace.EnvironmentSteps > 0)
            {
                output.WriteLine($"{Prefix(run)}{progress.Pace}");
            }
        }

        output.WriteLine($"Metrics, events, checkpoint and learning curve: {folder.FullName}");
    }

    private string Prefix(TrainingRun run) => Agents.Count == 0 ? "" : $"{run.Label.PadRight(Agents.Max(agent => agent.Length))}  ";
}
