using System.CommandLine;
using System.Net;
using Masking.Training;
using Masking.Training.CommandLine;

namespace Masking.Orleans.Tests;

/// <summary>The options of a program, which workers receive from the learner.</summary>
public sealed class ArgumentsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("arguments-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task AnOptionWithSeveralValues_OrWithOneThatLooksLikeAnOption_ReachesTheWorkers()
    {
        IPEndPoint address = Addresses.Free();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        List<string> seen = [];
        using StringWriter text = new();
        using TextWriter said = TextWriter.Synchronized(text);
        Task<int> worker = Run(seen, ["work", "--join", $"{address}", "--threads", "1"], said, stop.Token);
        Task<int> learner = Run(
            [],
            [
                "learn", "--listen", $"{address}", "--steps", "64", "--out", Path.Combine(_root.FullName, "run"),
                "--coin", "a", "--coin", "b c", "--coin=--seed", "--coin", "", "--size", "3", "4", "--fair", "--bias=-1",
            ],
            said,
            stop.Token);
        await Task.WhenAny(worker, learner);
        await stop.CancelAsync();

        Assert.True((await learner, await worker) is (0, 130), $"{text}");
        Assert.Contains("a,b c,--seed,;3,4;True;-1", seen);
    }

    private static Task<int> Run(List<string> seen, string[] args, TextWriter error, CancellationToken cancellationToken)
    {
        Option<string[]> coins = new("--coin");
        Option<int[]> size = new("--size") { Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true };
        Option<bool> fair = new("--fair");
        Option<int> bias = new("--bias");
        return new TrainingCommand("coins", "Guesses coins.")
        {
            Title = "Coins",
            DefaultSteps = 64,
            BestReturn = 3,
            Options = [coins, size, fair, bias],
            CreateTrainer = arguments => Define(arguments).CreateTrainer(arguments.Threads, arguments.Runner),
        }.AddWorkers(Define).RunAsync(args, TextWriter.Null, error, cancellationToken);

        IShardedTraining Define(TrainingArguments arguments)
        {
            ParseResult parsed = arguments.Parsed;
            lock (seen)
            {
                seen.Add($"{string.Join(',', parsed.GetValue(coins) ?? [])};{string.Join(',', parsed.GetValue(size) ?? [])};"
                    + $"{parsed.GetValue(fair)};{parsed.GetValue(bias)}");
            }

            return CoinTrainings.Define(arguments.Seed, shards: arguments.Shards) with { Overlap = arguments.Overlap };
        }
    }
}
