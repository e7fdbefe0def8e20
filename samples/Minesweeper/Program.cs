using Masking.Samples.Minesweeper;

return await MinesweeperCommand.Create().RunAsync(args);
