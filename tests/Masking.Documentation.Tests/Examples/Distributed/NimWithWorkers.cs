using Masking.Orleans;
using Masking.Training;
using Masking.Training.CommandLine;

namespace Examples.Training;

public sealed class NimWithWorkers
{
    [Fact]
    public async Task WorkersInTheProcess_GiveTheBitsOfATrainingWithout()
    {
        string[] options = ["--steps", "2048", "--seed", "3"];
        Assert.Equal(0, await Run([.. options, "--shards", "8", "--out", "nim-alone"]));

        Assert.Equal(0, await Run([.. options, "--workers", "2", "--out", "nim-workers"]));

        Assert.Equal(
            File.ReadAllBytes(Path.Combine("nim-alone", "checkpoint")), File.ReadAllBytes(Path.Combine("nim-workers", "checkpoint")));
    }

    private static async Task<int> Run(params string[] args)
    {
        return await new TrainingCommand("nim", "Learns to take the last coin.")
        {
            Title = "Nim",
            DefaultSteps = 40_000,
            BestReturn = 1,
            CreateTrainer = arguments => Define(arguments).CreateTrainer(arguments.Threads, arguments.Runner),
        }.AddWorkers(Define).RunAsync(args);

        static IShardedTraining Define(TrainingArguments arguments) => PpoDefinition.Of(
            () => new NimPolicy(),
            rows => new NimPolicy.Batch(rows),
            row => new SavedNimGame(),
            environments: 16,
            steps: 64) with
        {
            Options = new PpoOptions { Seed = arguments.Seed },
            Shards = arguments.Shards,
            Overlap = arguments.Overlap,
        };
    }
}
