using System.Net;
using Masking.Orleans;
using Masking.Training;

namespace Examples.Training;

public sealed class LearnerAndWorker
{
    [Fact]
    public async Task ALearner_TrainsWithAWorker()
    {
        using CancellationTokenSource stop = new();
        Task work = Work(stop.Token);

        await Learn();

        await stop.CancelAsync();
        await work;
    }

    private static async Task Learn()
    {
        await using var learner = await Learner.StartAsync(IPEndPoint.Parse("127.0.0.1:11111"), Define(), arguments: []);
        using var trainer = Define().CreateTrainer(runner: learner.Runner);
        trainer.Run(environmentSteps: 2048);
    }

    private static async Task Work(CancellationToken stop)
    {
        await Worker.RunAsync(IPEndPoint.Parse("127.0.0.1:11111"), arguments => Define(), cancellationToken: stop);
    }

    private static IShardedTraining Define() => PpoDefinition.Of(
        () => new NimPolicy(),
        rows => new NimPolicy.Batch(rows),
        row => new SavedNimGame(),
        environments: 16,
        steps: 64) with
    {
        Shards = 4,
    };
}
