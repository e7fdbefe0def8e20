using Masking.Samples.ConnectFour;

return await ConnectFourCommand.RunAsync(args);
