using System.CommandLine;
using Masking.Orleans;
using Masking.Samples.QuickStart;
using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Samples.Harvest;

/// <summary>The command line of the sample.</summary>
public static class HarvestCommand
{
    private static readonly Option<int> Size = CommandOptions.IntegerOption(
        "--size", 4, 64, 8, "The number of rows and columns of the board.");

    private static readonly Option<string> ChosenRegime = CommandOptions.ChoiceOption(
        "--regime",
        "The masks or penalties that the agent is trained with.",
        [.. Regime.All.Select(each => each.Name)]
    );

    /// <summary>Creates the command line.</summary>
    public static TrainingCommand Create() =>
        new TrainingCommand("harvest", "Trains a worker in MiniHarvest, with or without action masks.")
        {
            Title = "MiniHarvest",
            DefaultSteps = 102_400,
            BestReturn = HarvestField.BestReturn,
            Options = [Size, ChosenRegime],
            Commands = [ReproduceCommand.Create()],
            CreateTrainer = arguments => Define(arguments).CreateTrainer(arguments.Threads, arguments.Runner),
        }.AddWorkers(Define);

    private static IShardedTraining Define(TrainingArguments arguments) => HarvestTraining.Define(
        arguments.Parsed.GetValue(Size),
        Regime.FromName(arguments.Parsed.GetRequiredValue(ChosenRegime)),
        new PpoOptions { Seed = arguments.Seed }) with
    {
        Shards = arguments.Shards,
        Overlap = arguments.Overlap,
    };
}
