namespace Masking.Package.Tests;

/// <summary>A program that trains with workers needs no other package than <c>Masking.Orleans</c>.</summary>
public sealed class WorkersTests(Feed feed)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AProgram_TrainsWithWorkers()
    {
        Shell shell = new(feed.Folder);
        await shell.Run("""
            dotnet new console --output Coins
            dotnet add Coins package Masking.Orleans
            dotnet add Coins package TorchSharp-cpu --version 0.107.0
            """);
        await File.WriteAllTextAsync(Path.Combine(shell.Folder, "Coins", "Program.cs"), """
            using Masking;
            using Masking.Orleans;
            using Masking.Training;
            using Masking.Training.CommandLine;

            return await new TrainingCommand("coins", "Learns to name the side of a coin that it sees.")
            {
                Title = "Coins",
                DefaultSteps = 1024,
                BestReturn = 1,
                CreateTrainer = arguments => Define(arguments).CreateTrainer(arguments.Threads, arguments.Runner),
            }.AddWorkers(Define).RunAsync(args);

            static IShardedTraining Define(TrainingArguments arguments) => PpoDefinition.Of(
                () => new CoinPolicy(), rows => new CoinPolicy.Batch(rows), row => new CoinGame(), environments: 16, steps: 16) with
            {
                Options = new PpoOptions { Seed = arguments.Seed },
                Shards = arguments.Shards,
                Overlap = arguments.Overlap,
            };

            public enum Side { Heads, Tails }

            [MaskedPolicy]
            public sealed partial class CoinPolicy
            {
                [Observation(2)] public partial MlpEncoder Coin { get; }
                [ActionMask]     public partial Head<Side> Name { get; }
                [Value]          public partial ValueHead Value { get; }
            }

            public sealed class CoinGame : IEnvironment<CoinPolicy.Batch, CoinPolicy.Actions>, ICheckpointable
            {
                private int _side;

                public void Reset(RandomNumbers random) => _side = random.Next(2);

                public StepResult Step(CoinPolicy.Actions actions, int row, RandomNumbers random) =>
                    new((int)actions.NameAt(row) == _side ? 1 : 0, EpisodeStatus.Terminated);

                public void WriteObservation(CoinPolicy.Batch batch, int row)
                {
                    batch.Clear(row);
                    batch.Coin(row)[_side] = 1;
                }

                public void Save(BinaryWriter writer) => writer.Write(_side);

                public void Load(BinaryReader reader) => _side = reader.ReadInt32("side", 0, 1);
            }
            """, Cancelled);

        string output = await shell.Run("dotnet run -c Release --project Coins -- --workers 2");

        Assert.Contains("Done after 1,024 steps", output, StringComparison.Ordinal);
        Assert.Contains("workers 2  repeated 0", output, StringComparison.Ordinal);
    }
}
