using System.CommandLine;
using Spectre.Console;
using static TorchSharp.torch;

namespace Masking.Training.CommandLine;

/// <summary>A command line that trains agents, resumes trainings and renders episodes of trained agents.</summary>
/// <param name="name">The name of the command. The default folder of its runs is <c>runs/name</c>.</param>
/// <param name="description">The description for <c>--help</c>.</param>
public sealed class TrainingCommand(string name, string description)
{
    private const int MaxSteps = 1_000_000_000;

    private readonly Option<int> _seed = CommandOptions.IntegerOption(
        "--seed",
        0,
        int.MaxValue,
        1,
        "The seed of all random numbers. The same seed gives the same training, on any number of threads."
    );

    private readonly Option<int> _threads = CommandOptions.IntegerOption(
        "--threads",
        1,
        1024,
        Environment.ProcessorCount,
        "The maximum number of threads that step the environments and learn."
    );

    private readonly Option<int> _updatesPerCheckpoint = CommandOptions.IntegerOption(
        "--checkpoint-every",
        1,
        int.MaxValue,
        10,
        "The number of updates between two checkpoints."
    );

    private readonly List<Command> _subcommands = [];
    private readonly List<TrainingMode> _modes = [TrainingMode.Local];

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Resumes the training in the folder from its last checkpoint.",
    };

    private readonly Option<DirectoryInfo> _out = new("--out")
    {
        Description = "The folder of the training; created if it does not exist.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", name)),
    };

    /// <summary>
    /// Creates the trainer, or that of <see cref="TrainingArguments.Agent"/> if there are several <see cref="Agents"/>. TorchSharp's seed
    /// is set before each call, so that new parameters depend on <c>--seed</c>.
    /// </summary>
    public required Func<TrainingArguments, ITrainer> CreateTrainer { get; init; }

    /// <summary>The default length of the training in environment steps.</summary>
    public required int DefaultSteps { get; init; }

    /// <summary>The highest possible return, which may be negative. Plots and tables are scaled to it.</summary>
    public required double BestReturn { get; init; }

    /// <summary>The title of the learning curve.</summary>
    public required string Title { get; init; }

    /// <summary>The label of the return in the learning curve.</summary>
    public string ReturnLabel { get; init; } = "mean return of the last episodes";

    /// <summary>
    /// Additional options. Their values are stored in the checkpoint; a training can only be resumed with the same values.
    /// </summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>Options that use the trained agent of a checkpoint instead of training, in addition to <c>--watch</c>.</summary>
    public IReadOnlyList<CheckpointAction> CheckpointActions { get; init; } = [];

    /// <summary>Additional subcommands.</summary>
    public IReadOnlyList<Command> Commands { get; init; } = [];

    /// <summary>
    /// The names of agents to compare. They are trained in parallel from the same seed, each in a subfolder with its name. If empty, a
    /// single agent is trained in the folder of the run.
    /// </summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>
    /// Called when all trainings are complete, after their mean returns were written, for example to write results of an evaluation.
    /// </summary>
    public Action<CompletedRun>? OnCompleted { get; init; }

    /// <summary>The options of a training whose environments are divided into shards; null if they are not.</summary>
    internal ShardOptions? Shards { get; private set; }

    private Option<int> StepsOption => field ??= CommandOptions.IntegerOption(
        "--steps",
        1,
        MaxSteps,
        DefaultSteps,
        "The length of the training in environment steps."
    );

    /// <summary>The options that the definition of the training depends on.</summary>
    private IReadOnlyList<Option> DefiningOptions => [StepsOption, _seed, .. Options, .. Shards?.All ?? []];

    /// <summary>Parses the arguments and runs the command on the console.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>The exit code: 0 on success, 1 after a failure, 2 after an invalid option, 130 after Ctrl-C.</returns>
    public Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
    /// <returns>The exit code: 0 on success, 1 after a failure, 2 after an invalid option, 130 after Ctrl-C.</returns>
    public Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default)
    {
        RootCommand command = new(
            $"{Description} "
            + $"Invalid options give exit code {CommandHost.UsageErrorExitCode}, failures {CommandHost.FailureExitCode}.");
        AddTo(command);
        return CommandHost.RunAsync(command, args, output, error, cancellationToken);
    }

    /// <summary>Creates a subcommand with the options of this command, for a program that does not only train.</summary>
    /// <param name="subcommand">The name of the subcommand, for example <c>train</c>.</param>
    /// <remarks>Run the program with <see cref="CommandHost.RunAsync"/>, which reports errors in the same way.</remarks>
    public Command CreateSubcommand(string subcommand)
    {
        Command command = new(subcommand, Description);
        AddTo(command);
        return command;
    }

    private string Description =>
        $"{description} Ctrl-C stops it early, with a checkpoint and exit code {CommandHost.InterruptedExitCode}.";

    private void AddTo(Command command)
    {
        (Option<bool> Option, CheckpointAction Action)[] actions = [.. CheckpointActions.Prepend(WatchAction.Create())
            .Select(each => (new Option<bool>(each.Option) { Description = each.Description }, each))];
        foreach (TrainingMode mode in _modes)
        {
            Command target = mode.Subcommand is null ? command : new Command(mode.Subcommand, mode.Description);
            Option[] options = [.. DefiningOptions, _threads, _out, _resume, _updatesPerCheckpoint, .. mode.Options];
            Array.ForEach(options, target.Options.Add);
            target.SetAction((parsed, token) => Task.Run(
                () => RunAsync(parsed, mode, actions.FirstOrDefault(each => parsed.GetValue(each.Option)).Action, token),
                CancellationToken.None));
            if (target != command)
            {
                command.Subcommands.Add(target);
            }
        }

        foreach ((Option<bool> option, _) in actions)
        {
            command.Options.Add(option);
        }

        foreach (Command subcommand in Commands.Concat(_subcommands))
        {
            command.Subcommands.Add(subcommand);
        }
    }

    /// <summary>Adds modes of the training. The first one has no subcommand.</summary>
    /// <param name="shards">The options of the shards.</param>
    /// <param name="modes">The modes.</param>
    internal void SetModes(ShardOptions shards, params IEnumerable<TrainingMode> modes)
    {
        if (Agents.Count > 0)
        {
            throw new InvalidOperationException($"{name}: expected a command that trains one agent, got {Agents.Count} {nameof(Agents)}.");
        }

        Shards = shards;
        _modes.Clear();
        _modes.AddRange(modes);
    }

    /// <summary>Adds a subcommand.</summary>
    internal void AddSubcommand(Command command) => _subcommands.Add(command);

    /// <summary>Parses the arguments that the definition of a training depends on.</summary>
    /// <param name="args">The arguments, as <see cref="TrainingStart.DefiningArguments"/> has them.</param>
    /// <exception cref="UsageException">They are not valid in this program.</exception>
    internal TrainingArguments ParseDefining(IReadOnlyList<string> args)
    {
        RootCommand command = [];
        foreach (Option option in DefiningOptions)
        {
            command.Options.Add(option);
        }

        ParseResult parsed = command.Parse(args);
        return parsed.Errors.Count == 0
            ? Shards!.AddTo(ArgumentsOf(parsed), withWorkers: true, stored: new Dictionary<string, string>())
            : throw new UsageException($"The arguments of the learner are not valid in this program: {parsed.Errors[0].Message}");
    }

    /// <summary>Returns the given options that the definition of the training depends on, with the number of shards in any case.</summary>
    private List<string> DefiningArguments(TrainingArguments arguments)
    {
        List<string> args = [];
        foreach (Option option in DefiningOptions)
        {
            if (arguments.Parsed.GetResult(option) is { Implicit: false } result)
            {
                args.AddRange(result.Tokens.Count == 0
                    ? [option.Name]
                    : result.Tokens.SelectMany(token => Argument(option.Name, token.Value)));
            }
        }

        return [.. args, .. Shards!.ImplicitArguments(arguments)];
    }

    /// <summary>
    /// Returns a value with the name of its option, which may have several. A value after an equals sign may begin with a dash, but must
    /// not be empty.
    /// </summary>
    private static string[] Argument(string option, string value) => value.Length == 0 ? [option, value] : [$"{option}={value}"];

    private TrainingArguments ArgumentsOf(ParseResult parsed) =>
        new(parsed, parsed.GetValue(StepsOption), parsed.GetValue(_seed), parsed.GetValue(_threads), name);

    private async Task<int> RunAsync(
        ParseResult parsed,
        TrainingMode mode,
        CheckpointAction? action,
        CancellationToken cancellationToken)
    {
        TorchLibrary.EnsureLoaded();
        TextWriter output = parsed.InvocationConfiguration.Output;
        TextWriter error = parsed.InvocationConfiguration.Error;

        // Trainers limit libtorch to one thread. The initial parameters must not depend on its number of threads either.
        set_num_threads(1);
        IAnsiConsole console = CommandHost.CreateConsole(output);
        RunMessages messages = new(console, error);
        bool hasWorkers = mode.HasWorkers(parsed);
        TrainingArguments arguments = ArgumentsOf(parsed);
        if (Shards is not null)
        {
            bool isContinued = action is not null || parsed.GetValue(_resume);
            arguments = Shards.AddTo(
                arguments,
                hasWorkers,
                isContinued ? RunFolder.SettingsIn(parsed.GetRequiredValue(_out)) : new Dictionary<string, string>());
        }

        await using IShardHost? host = hasWorkers && action is null
            ? await mode.Start(new TrainingStart(
                arguments, DefiningArguments(arguments), parsed.GetRequiredValue(_out), messages.Report, cancellationToken))
            : null;
        List<ITrainer> trainers = [];
        try
        {
            foreach (string agent in Names)
            {
                manual_seed(arguments.Seed);
                TrainingArguments ofAgent = arguments with { Agent = agent, Runner = host?.Runner };
                trainers.Add(CreateTrainer(ofAgent));
                if (ofAgent.IsRunnerUnread)
                {
                    throw new UsageException(
                        $"{nameof(CreateTrainer)} of the command ignores the workers. Pass arguments.{nameof(TrainingArguments.Runner)} to "
                            + "CreateTrainer of the definition.");
                }
            }

            return action is null
                ? Train(trainers, arguments, console, messages, host, cancellationToken)
                : RunAction(action, trainers, arguments, console, error, cancellationToken);
        }
        finally
        {
            trainers.ForEach(trainer => trainer.Dispose());
            messages.WriteAll();
        }
    }

    private IReadOnlyList<string> Names => Agents.Count == 0 ? [name] : Agents;

    /// <summary>The values of <see cref="Options"/>, which are stored in the checkpoint.</summary>
    private KeyValuePair<string, string>[] Settings(TrainingArguments arguments) =>
        [.. Options.Select(option => RunSettings.Format(option.Name, arguments.Parsed.GetResult(option)?.GetValueOrDefault<object>()))];

    private DirectoryInfo FolderOf(int agent, TrainingArguments arguments)
    {
        DirectoryInfo folder = arguments.Parsed.GetRequiredValue(_out);
        return Agents.Count == 0 ? folder : new DirectoryInfo(Path.Combine(folder.FullName, Agents[agent]));
    }

    private int RunAction(
        CheckpointAction action,
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
                    $"{action.Option}: {folder.FullName} contains no checkpoint. "
                        + "Train first, or choose the folder of a training with --out."
                );
                return CommandHost.UsageErrorExitCode;
            }
        }

        for (int i = 0; i < trainers.Count && !cancellationToken.IsCancellationRequested; i++)
        {
            if (Agents.Count > 0)
            {
                console.WriteLine(Agents[i]);
            }

            action.Run(trainers[i], console, cancellationToken);
        }

        return cancellationToken.IsCancellationRequested ? CommandHost.InterruptedExitCode : 0;
    }

    private int Train(
        List<ITrainer> trainers,
        TrainingArguments arguments,
        IAnsiConsole console,
        RunMessages messages,
        IShardHost? host,
        CancellationToken cancellationToken)
    {
        // With several agents, each locks its own folder; the common results in the folder above need a lock as well.
        using RunLock? commonLock = Agents.Count == 0 ? null : RunLock.Acquire(arguments.Parsed.GetRequiredValue(_out));
        List<RunFolder> folders = [];
        List<RunRecorder> recorders = [];
        try
        {
            // All folders are read before anything is written, so that a damaged one leaves the others unchanged.
            for (int i = 0; i < trainers.Count; i++)
            {
                folders.Add(RunFolder.Open(FolderOf(i, arguments), trainers[i], Settings(arguments), arguments.Parsed.GetValue(_resume)));
            }

            folders.ForEach(folder => recorders.Add(new RunRecorder(folder, arguments.Parsed.GetValue(_updatesPerCheckpoint))));
            TrainingRun[] runs = [.. Names.Select((label, i) => new TrainingRun(label, trainers[i], recorders[i]))];
            Train(runs, arguments, console, messages, host, cancellationToken);
            recorders.ForEach(recorder => recorder.SaveCheckpoint());
            Report(runs, arguments, console.Profile.Out.Writer, cancellationToken);
            if (!cancellationToken.IsCancellationRequested)
            {
                DirectoryInfo folder = arguments.Parsed.GetRequiredValue(_out);
                OnCompleted?.Invoke(new CompletedRun(trainers, arguments, folder, console.Profile.Out.Writer)
                {
                    CancellationToken = cancellationToken,
                });
            }
        }
        finally
        {
            recorders.ForEach(recorder => recorder.Dispose());
            folders.ForEach(folder => folder.Dispose());
        }

        return cancellationToken.IsCancellationRequested ? CommandHost.InterruptedExitCode : 0;
    }

    private void Train(
        TrainingRun[] runs,
        TrainingArguments arguments,
        IAnsiConsole console,
        RunMessages messages,
        IShardHost? host,
        CancellationToken cancellationToken)
    {
        if (arguments.Parsed.GetValue(_resume) && runs.All(run => run.Progress.Updates == 0))
        {
            console.Profile.Out.Writer.WriteLine(
                $"{arguments.Parsed.GetRequiredValue(_out).FullName} contains no training to resume: a new one begins.");
        }

        foreach (TrainingRun run in runs.Where(run => run.Progress.Updates > 0))
        {
            console.Profile.Out.Writer.WriteLine(
                $"{Prefix(run)}Resumed after {run.Progress.EnvironmentSteps:N0} steps "
                    + $"from {arguments.Parsed.GetRequiredValue(_out).FullName}"
            );
            if (!run.ResumesExactly)
            {
                console.Profile.Out.Writer.WriteLine(
                    $"{Prefix(run)}The environments do not save their state, so new episodes begin. The results differ from those of an "
                        + "uninterrupted training. Implement ICheckpointable to resume exactly."
                );
            }
        }

        new TrainingDisplay(
            console,
            new ParallelRuns(runs, arguments.Steps, threads: Math.Min(runs.Length, arguments.Threads)),
            BestReturn
        )
        {
            Status = () => host?.Status,
            Messages = messages,
        }.Run(cancellationToken);
    }

    private void Report(TrainingRun[] runs, TrainingArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = arguments.Parsed.GetRequiredValue(_out);
        LearningCurvePlot.Save(Path.Combine(folder.FullName, "learning-curve.png"), Title, ReturnLabel, BestReturn, runs);
        foreach (TrainingRun run in runs)
        {
            TrainingProgress progress = run.Progress;
            output.WriteLine(
                $"{Prefix(run)}{(cancellationToken.IsCancellationRequested ? "Stopped early" : "Done")} after "
                    + $"{progress.EnvironmentSteps:N0} steps: "
                    + (progress.MeanReturn is { } mean ? $"mean return {mean:F2} of {BestReturn:0.##}"
                        : progress.Episodes == 0 ? "no episode has finished yet"
                        : $"the return has not been measured yet; {progress.Episodes:N0} episodes have finished")
            );
            if (progress.Time.EnvironmentSteps > 0)
            {
                output.WriteLine($"{Prefix(run)}{progress.Time}");
            }
        }

        output.WriteLine($"Metrics, events, checkpoint and learning curve: {folder.FullName}");
    }

    private string Prefix(TrainingRun run) => Agents.Count == 0 ? "" : $"{run.Label.PadRight(Agents.Max(agent => agent.Length))}  ";
}
