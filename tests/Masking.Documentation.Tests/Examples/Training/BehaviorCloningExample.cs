using Masking;
using Masking.Training;
using static TorchSharp.torch;

namespace Examples.Training;

public sealed class BehaviorCloningExample
{
    [Fact]
    public void AClone_PlaysLikeItsTeacher() => Assert.InRange(Clone(), 0.75, 1);

    private static double Clone()
    {
        using var games = ParallelEnvironments.Of(
            new NimPolicy.Batch(environments: 16),
            batch => batch.Observation,
            Enumerable.Range(0, 16).Select(row => new NimGame()),
            seed: 1);
        using var sizes = new NimPolicy.Batch(environments: 16);            // the recording has the sizes of this batch
        using var demonstrations = Demonstrations.Record(sizes, games, Play, steps: 200);
        using var trainer = BehaviorCloning.Of(new NimPolicy(), demonstrations, new CloningOptions { LearningRate = 1e-2 });
        trainer.Run(environmentSteps: 50_000);
        double meanReturn = Episodes.Returns(games, trainer.Policy, stream: null, episodesPerRow: 10).Average();

        // A perfect player leaves a multiple of four coins. Where that is not possible, it takes one.
        static NimPolicy.Actions Play(NimPolicy.Observation observation)
        {
            IEnumerable<long> coins = observation.Pile.argmax(1).data<long>().Select(place => place + 1);
            return new NimPolicy.Actions { Coins = tensor(coins.Select(count => Math.Max(0, (count % 4) - 1)).ToArray()) };
        }

        return meanReturn;
    }
}
