using System.CommandLine;
using Masking.Samples.TeamCatcher;
using Masking.Samples.Training;

Option<string> mask = CommandLine.OneOf("--agent-mask", "Whether the policy is told where agents stand.", "true", "false");
Option<string> ratio = CommandLine.OneOf("--ratio", "What has a probability ratio of its own.", "joint", "agent");

return await new TrainingCommand("team-catcher", "Trains a team of agents to catch targets.")
{
    Title = "TeamCatcher",
    Steps = 80_000,
    BestReturn = TeamField.Targets,
    Options = [mask, ratio],
    Begin = arguments => TeamTraining.Begin(
        arguments.Parsed.GetValue(mask) == "true",
        arguments.Parsed.GetValue(ratio) == "joint" ? RatioOf.JointAction : RatioOf.EachPart,
        arguments.Seed,
        arguments.Threads),
}.RunAsync(args);
