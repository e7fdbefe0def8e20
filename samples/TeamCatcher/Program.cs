using Masking.Samples.TeamCatcher;

return await TeamCommand.RunAsync(args, Console.Out, Console.Error);
