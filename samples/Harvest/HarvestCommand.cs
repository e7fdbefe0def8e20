using System.CommandLine;
using Masking.Samples.QuickStart;
using Masking.Samples.Training;

namespace Masking.Samples.Harvest;

/// <summary>The command line of the sample.</summary>
public static class HarvestCommand
{
    /// <summary>The command.</summary>
    public static TrainingCommand Create()
    {
        Option<int> size = CommandLine.WholeNumber("--size", 4, 64, 8, "Rows and columns of the board.");
        Option<string> regime = CommandLine.OneOf(
            "--regime",
            "What the agent is told about what is legal.",
            [.. Regime.All.Select(each => each.Name)]
        );
        Option<bool> heads = new("--heads") { Description = "Measures the clip fraction of each head, which takes some time." };
        return new TrainingCommand("harvest", "Trains a worker in MiniHarvest, under masks or without.")
        {
            Title = "MiniHarvest",
            Steps = 102_400,
            BestReturn = HarvestField.BestReturn,
            Options = [size, regime, heads],
            Commands = [ReproduceCommand.Create()],
            Begin = arguments => HarvestTraining.Begin(
                arguments.Parsed.GetValue(size),
                Regime.Of(arguments.Parsed.GetRequiredValue(regime)),
                new PpoOptions { Seed = arguments.Seed },
                arguments.Threads,
                arguments.Parsed.GetValue(heads)),
        };
    }
}
