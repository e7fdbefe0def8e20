using System.CommandLine;
using Masking.Samples.QuickStart;
using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Samples.Harvest;

/// <summary>The command line of the sample.</summary>
public static class HarvestCommand
{
    /// <summary>Creates the command line.</summary>
    public static TrainingCommand Create()
    {
        Option<int> size = CommandOptions.IntegerOption("--size", 4, 64, 8, "The number of rows and columns of the board.");
        Option<string> regime = CommandOptions.ChoiceOption(
            "--regime",
            "The masks or penalties that the agent is trained with.",
            [.. Regime.All.Select(each => each.Name)]
        );
        return new TrainingCommand("harvest", "Trains a worker in MiniHarvest, with or without action masks.")
        {
            Title = "MiniHarvest",
            DefaultSteps = 102_400,
            BestReturn = HarvestField.BestReturn,
            Options = [size, regime],
            Commands = [ReproduceCommand.Create()],
            CreateTrainer = arguments => HarvestTraining.CreateTrainer(
                arguments.Parsed.GetValue(size),
                Regime.FromName(arguments.Parsed.GetRequiredValue(regime)),
                new PpoOptions { Seed = arguments.Seed },
                arguments.Threads),
        };
    }
}
