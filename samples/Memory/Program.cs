using Masking.Samples.Memory;

return await MemoryCommand.RunAsync(args, Console.Out, Console.Error);
