using System.CommandLine;
using Masking.Training;
using Masking.Training.CommandLine;
using Spectre.Console;
using static TorchSharp.torch;

namespace Masking.Samples.Reproduction;

/// <summary>
/// The subcommand <c>reproduce</c> of a sample. It trains several agents with several seeds. After each seed, it writes the policies, the
/// table and the picture of the README.
/// </summary>
/// <typeparam name="TResult">The evaluation of a trained agent.</typeparam>
/// <param name="name">The name of the sample. The default folder is <c>runs/name-reproduction</c>.</param>
/// <param name="description">The description for <c>--help</c>, without the files that are written.</param>
public sealed class ReproduceCommand<TResult>(string name, string description)
{
    private const int MaxSteps = 1_000_000_000;
    private const int MaxSeeds = 100;
    private const string PictureName = "learning-curves.png";
    private const string TableName = "results.md";
    private const string PoliciesName = "policies";

    private readonly Option<int> _seeds = CommandOptions.IntegerOption(
        "--seeds", 1, MaxSeeds, 3, "The number of seeds, counted from 1.");

    private readonly Option<int> _threads = CommandOptions.IntegerOption(
        "--threads", 1, int.MaxValue, Environment.ProcessorCount, "The maximum number of trainings that run at the same time.");

    private readonly Option<DirectoryInfo> _out = new("--out")
    {
        Description = $"The folder for {TableName}, {PictureName} and the trained {PoliciesName}; created if it does not exist.",
        HelpName = "folder",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("runs", $"{name}-reproduction")),
    };

    /// <summary>The names of the agents.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>
    /// Creates the trainer of an agent, from the name of the agent, the seed, and the length of the training in environment steps.
    /// TorchSharp's seed is set before each call.
    /// </summary>
    public required Func<string, int, int, ITrainer> CreateTrainer { get; init; }

    /// <summary>Evaluates a trained agent, from its name and its trainer.</summary>
    public required Func<string, ITrainer, TResult> Evaluate { get; init; }

    /// <summary>Formats the table.</summary>
    public required Func<IReadOnlyList<SeedResults<TResult>>, string> Table { get; init; }

    /// <summary>Writes the picture to a file.</summary>
    public required Action<string, IReadOnlyList<SeedResults<TResult>>> Draw { get; init; }

    /// <summary>The label of a training, from the name of the agent and the seed.</summary>
    public Func<string, int, string> Label { get; init; } = (agent, seed) => $"{agent}, seed {seed}";

    /// <summary>The default length of each training in environment steps.</summary>
    public required int DefaultSteps { get; init; }

    /// <summary>The highest possible return, which the display of the progress is scaled to; it may be negative.</summary>
    public required double BestReturn { get; init; }

    /// <summary>Creates the subcommand.</summary>
    public Command Create()
    {
        Option<int> steps = CommandOptions.IntegerOption(
            "--steps", 1, MaxSteps, DefaultSteps, "The length of each training in environment steps.");
        Command command = new("reproduce", $"{description}, and writes {TableName} and {PictureName}.") { steps, _seeds, _threads, _out };
        command.SetAction((parsed, token) => Task.Run(() => Reproduce(parsed, parsed.GetValue(steps), token), CancellationToken.None));
        return command;
    }

    private int Reproduce(ParseResult parsed, int steps, CancellationToken cancellationToken)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        DirectoryInfo folder = parsed.GetRequiredValue(_out);
        using RunLock folderLock = RunLock.Acquire(folder);

        // The order of sums must not depend on the number of threads.
        set_num_threads(1);
        IAnsiConsole console = CommandHost.CreateConsole(output);
        List<SeedResults<TResult>> seeds = [];
        for (int seed = 1; seed <= parsed.GetValue(_seeds); seed++)
        {
            output.WriteLine($"Seed {seed}:");
            if (Train(seed, steps, parsed.GetValue(_threads), folder, console, cancellationToken) is not { } results)
            {
                output.WriteLine($"Stopped early: the table and the learning curves contain the {seeds.Count} completed seeds.");
                return CommandHost.InterruptedExitCode;
            }

            seeds.Add(results);
            File.WriteAllText(Path.Combine(folder.FullName, TableName), $"{Table(seeds)}\n");
            Draw(Path.Combine(folder.FullName, PictureName), seeds);
        }

        output.WriteLine(Table(seeds));
        output.WriteLine($"Table and learning curves: {folder.FullName}");
        return 0;
    }

    /// <summary>Trains, saves and evaluates all agents.</summary>
    /// <returns>The results; null if the trainings were canceled.</returns>
    private SeedResults<TResult>? Train(
        int seed, int steps, int threads, DirectoryInfo folder, IAnsiConsole console, CancellationToken cancellationToken)
    {
        List<ITrainer> trainers = [];
        try
        {
            foreach (string agent in Agents)
            {
                manual_seed(seed);
                trainers.Add(CreateTrainer(agent, seed, steps));
            }

            TrainingRun[] runs = [.. Agents.Zip(trainers, (agent, trainer) => new TrainingRun(Label(agent, seed), trainer))];
            new TrainingDisplay(console, new ParallelRuns(runs, steps, threads), BestReturn).Run(cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return null;
            }

            DirectoryInfo policies = folder.CreateSubdirectory(PoliciesName);
            foreach ((string agent, ITrainer trainer) in Agents.Zip(trainers))
            {
                trainer.SavePolicy(Path.Combine(policies.FullName, $"{agent}, seed {seed}.safetensors"));
            }

            return new SeedResults<TResult>(runs, [.. Agents.Zip(trainers, Evaluate)]);
        }
        finally
        {
            trainers.ForEach(trainer => trainer.Dispose());
        }
    }
}
