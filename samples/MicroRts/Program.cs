using Masking.Samples.MicroRts;

return await MicroRtsCommand.RunAsync(args, Console.Out, Console.Error);
