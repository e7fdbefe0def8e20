using static TorchSharp.torch;

namespace Masking.Training.Tests;

/// <summary>Creates a small trainer of each kind.</summary>
internal static class Trainers
{
    /// <summary>Creates a trainer.</summary>
    public static ITrainer CreateTrainer(string kind)
    {
        set_num_threads(1);
        manual_seed(1);
        return kind switch
        {
            // The seventh update is in a later episode than the first, and the learning rate decreases.
            "ppo" => new SmallTraining(SmallTraining.Options with { AnnealingSteps = 1000 }).Trainer,
            "ppo of heads" => new SmallTraining(SmallTraining.Options with { RatioOf = RatioScope.EachHead }).Trainer,
            "ppo with memory" => new RecallTraining().Trainer,
            "ppo of actors" => ChoirTrainers.Create("set", ChoirTrainers.Options),
            "ppo of actors with memory" => ChoirTrainers.Create("memory", ChoirTrainers.Options),
            "ppo of actors on a map" => ChoirTrainers.Create("map", ChoirTrainers.Options with { RatioOf = RatioScope.EachHead }),
            "wide" => PpoTrainer.Of(
                new Wide.TMazePolicy(), environments: 4, steps: 16, _ => Wide.TMazePolicy.World(new TMaze(length: 64)),
                SmallTraining.Options with { AnnealingSteps = 1000 }),
            "dqn" => Corridor.Trainer(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected one of the kinds."),
        };
    }
}
