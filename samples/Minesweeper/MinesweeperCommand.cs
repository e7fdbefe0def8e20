using System.CommandLine;
using Masking.Training.CommandLine;

namespace Masking.Samples.Minesweeper;

/// <summary>The command line of Minesweeper.</summary>
public static class MinesweeperCommand
{
    /// <summary>Creates the command line.</summary>
    public static TrainingCommand Create()
    {
        Option<string> board = CommandOptions.ChoiceOption(
            "--board",
            "The number of rows and columns of the board.",
            [.. BoardKind.All.Select(each => each.Name)]
        );
        return new TrainingCommand("minesweeper", "Trains a network to play Minesweeper with a mask that allows only hidden cells.")
        {
            Title = "Minesweeper: reward 1 for a win, -1 for a loss",
            DefaultSteps = 204_800,
            BestReturn = 1,
            Options = [board],
            CreateTrainer = arguments =>
                MinesweeperTraining.CreateTrainer(
                    ChosenBoard(arguments),
                    MinesweeperTraining.Options with { Seed = arguments.Seed },
                    arguments.Threads),
            OnCompleted = run =>
                run.Output.WriteLine(MinesweeperTraining.DescribeResult(run.Trainers[0], ChosenBoard(run.Arguments))),
        };

        BoardKind ChosenBoard(TrainingArguments arguments) => BoardKind.All.First(each => each.Name == arguments.Parsed.GetValue(board));
    }
}
