using Masking.Benchmarks;

return BenchmarksCommand.Run(args, Console.Out, Console.Error);
