using System.CommandLine;
using Masking.Samples.Harvest;
using Masking.Samples.QuickStart;
using Masking.Samples.Training;

Option<int> size = CommandLine.WholeNumber("--size", 4, 64, 8, "Rows and columns of the board.");
Option<string> regime = CommandLine.OneOf("--regime", "What the agent is told about what is legal.", [.. Regime.All.Select(each => each.Name)]);
Option<bool> heads = new("--heads") { Description = "Measures the clip fraction of each head, which takes some time." };

return await new TrainingCommand("harvest", "Trains a worker in MiniHarvest, under masks or without.")
{
    Title = "MiniHarvest",
    Steps = 102_400,
    BestReturn = HarvestField.BestReturn,
    Options = [size, regime, heads],
    Begin = arguments => HarvestTraining.Begin(
        arguments.Parsed.GetValue(size),
        Regime.All.First(each => each.Name == arguments.Parsed.GetValue(regime)),
        new PpoOptions { Seed = arguments.Seed },
        arguments.Threads,
        arguments.Parsed.GetValue(heads)),
}.RunAsync(args);
