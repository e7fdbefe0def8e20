using Masking.Samples.QuickStart;

return await QuickStartCommand.RunAsync(args, Console.Out, Console.Error);
