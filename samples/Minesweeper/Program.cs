using Masking.Samples.Minesweeper;

return await MinesweeperCommand.Make().RunAsync(args);
