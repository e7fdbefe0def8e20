using System.CommandLine;
using Masking.Orleans;
using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Samples.TeamCatcher;

/// <summary>The command line of the sample.</summary>
public static class TeamCommand
{
    private static readonly Option<string> Mask = CommandOptions.ChoiceOption(
        "--agent-mask",
        "Whether only the cells with an agent act. If false, every cell acts.",
        "true",
        "false"
    );

    private static readonly Option<string> Ratio = CommandOptions.ChoiceOption(
        "--ratio",
        "Whether PPO clips the ratio of the joint action or of each agent.",
        "joint",
        "agent"
    );

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        new TrainingCommand("team-catcher", "Trains a team of agents to catch targets. Two agents are needed to catch a target.")
        {
            Title = "TeamCatcher",
            DefaultSteps = TeamTraining.DefaultSteps,
            BestReturn = TeamField.Targets,
            Options = [Mask, Ratio],
            Commands = [TeamReproduction.Create()],
            CreateTrainer = arguments => Define(arguments).CreateTrainer(arguments.Threads, arguments.Runner),
            OnCompleted = run => run.Output.WriteLine(TeamTraining.DescribeResult(run.Trainers[0].Progress)),
        }.AddWorkers(Define).RunAsync(args, output, error, cancellationToken);

    private static IShardedTraining Define(TrainingArguments arguments) =>
        TeamTraining.Define(VariantOf(arguments.Parsed), TeamTraining.Options with { Seed = arguments.Seed }) with
        {
            Shards = arguments.Shards,
            Overlap = arguments.Overlap,
        };

    private static Variant VariantOf(ParseResult parsed) =>
        new(parsed.GetValue(Mask) == "true", parsed.GetValue(Ratio) == "joint" ? RatioScope.JointAction : RatioScope.EachHead);
}
