using System.CommandLine;
using Masking.Samples.Training;

namespace Masking.Samples.TeamCatcher;

/// <summary>The command line of the sample.</summary>
public static class TeamCommand
{
    private static readonly Option<string> Mask = CommandLine.OneOf(
        "--agent-mask",
        "Whether the policy is told where agents stand.",
        "true",
        "false"
    );

    private static readonly Option<string> Ratio = CommandLine.OneOf(
        "--ratio",
        "What has a probability ratio of its own.",
        "joint",
        "agent"
    );

    /// <summary>Does what the arguments ask for.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="error">Where to write what went wrong.</param>
    /// <param name="cancellationToken">Ends the run early, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        new TrainingCommand("team-catcher", "Trains a team of agents to catch targets, two agents a target.")
        {
            Title = "TeamCatcher",
            Steps = TeamTraining.DefaultSteps,
            BestReturn = TeamField.Targets,
            Options = [Mask, Ratio],
            Commands = [Reproduction.Command()],
            Begin = arguments =>
                TeamTraining.Begin(VariantOf(arguments.Parsed), TeamTraining.Options with { Seed = arguments.Seed }, arguments.Threads),
            Conclude = conclusion => conclusion.Output.WriteLine(TeamTraining.Conclusion(conclusion.Trainers[0].Progress)),
        }.RunAsync(args, output, error, cancellationToken);

    private static Variant VariantOf(ParseResult parsed) =>
        new(parsed.GetValue(Mask) == "true", parsed.GetValue(Ratio) == "joint" ? RatioOf.JointAction : RatioOf.EachPart);
}
