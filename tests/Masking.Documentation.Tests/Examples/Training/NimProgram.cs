using Masking.Training;
using Masking.Training.CommandLine;

namespace Examples.Training;

public sealed class NimProgram
{
    [Fact]
    public async Task Trains_AndLeavesItsFiles()
    {
        Assert.Equal(0, await Run("--steps", "1024", "--out", "nim"));

        Assert.True(File.Exists(Path.Combine("nim", "policy.safetensors")));
    }

    private static async Task<int> Run(params string[] args)
    {
        return await new TrainingCommand("nim", "Learns to take the last coin.")
        {
            Title = "Nim",
            DefaultSteps = 40_000,
            BestReturn = 1,
            CreateTrainer = arguments => PpoTrainer.Of(
                new NimPolicy(),
                environments: 16,
                steps: 64,
                row => new NimGame(),
                new PpoOptions { Seed = arguments.Seed },
                arguments.Threads),
        }.RunAsync(args);
    }
}
