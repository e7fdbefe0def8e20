using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Creates trainers of choirs.</summary>
internal static class ChoirTrainers
{
    public const int Environments = 6;
    public const int Steps = 8;

    public static readonly PpoOptions Options = new() { Minibatches = 3, Epochs = 2, RowsPerShard = 16, LearningRate = 3e-3 };

    /// <summary>The policies: of a set, with a memory, and on a map.</summary>
    public static TheoryData<string, RatioScope> Cases => new MatrixTheoryData<string, RatioScope>(
        ["set", "memory", "map"], [RatioScope.JointAction, RatioScope.EachHead]);

    /// <summary>Creates a trainer.</summary>
    public static ITrainer Create(string policy, PpoOptions options, int threads = 1)
    {
        set_num_threads(1);
        manual_seed(1);
        return policy switch
        {
            "set" => PpoTrainer.Of(new ChoirPolicy(), new ChoirPolicy.Batch(Environments, Choir.MaxSingers), Steps,
                _ => ChoirPolicy.World(new Choir()), options, threads),
            "memory" => PpoTrainer.Of(new ChoirRecallPolicy(), new ChoirRecallPolicy.Batch(Environments, Choir.MaxSingers), Steps,
                _ => ChoirRecallPolicy.World(new Choir()), options, threads),
            "map" => PpoTrainer.Of(new ChoirMapPolicy(), Environments, Steps, _ => ChoirMapPolicy.World(new Choir()), options, threads),
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "expected one of the policies."),
        };
    }
}
