using Masking.Samples.ConnectFour;

return await ConnectFourCommand.Create().RunAsync(args);
