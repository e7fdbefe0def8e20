using System.CommandLine;
using Masking.Samples.Training;

namespace Masking.Samples.Minesweeper;

/// <summary>The command line of Minesweeper.</summary>
public static class MinesweeperCommand
{
    /// <summary>What it can be asked for.</summary>
    public static TrainingCommand Make()
    {
        Option<string> board = CommandLine.OneOf("--board", "Rows and columns of the board.", [.. Board.All.Select(each => each.Name)]);
        return new TrainingCommand("minesweeper", "Trains a player of Minesweeper, to whom only hidden cells are legal.")
        {
            Title = "Minesweeper: a game won earns 1, one lost -1",
            Steps = 204_800,
            BestReturn = 1,
            Options = [board],
            Begin = arguments =>
                MinesweeperTraining.Begin(Chosen(arguments), MinesweeperTraining.Options with { Seed = arguments.Seed }, arguments.Threads),
            Conclude = conclusion =>
                conclusion.Output.WriteLine(MinesweeperTraining.Result(conclusion.Trainers[0], Chosen(conclusion.Arguments))),
        };

        Board Chosen(TrainingArguments arguments) => Board.All.First(each => each.Name == arguments.Parsed.GetValue(board));
    }
}
