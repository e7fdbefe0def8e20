using Masking.Samples.ConnectFour;
using Masking.Samples.Delivery;
using Masking.Samples.HiddenDanger;
using Masking.Samples.Memory;
using Masking.Samples.Minesweeper;
using Masking.Samples.TeamCatcher;
using Masking.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

/// <summary>Creates a trainer of each sample.</summary>
internal static class SampleTrainers
{
    /// <summary>All kinds.</summary>
    public static string[] Kinds { get; } = ["harvest", "team", "panda", "minesweeper", "connect four", "memory", "delivery", "turret"];

    /// <summary>Creates a trainer.</summary>
    public static ITrainer CreateTrainer(string kind)
    {
        set_num_threads(1);
        manual_seed(1);
        return kind switch
        {
            "harvest" => Harvest.HarvestTraining.CreateTrainer(size: 4, Harvest.Regime.All[0], new PpoOptions(), threads: 1),
            "team" => TeamTraining.CreateTrainer(Variant.All[0], TeamTraining.Options, threads: 1),
            "panda" => PandaTraining.CreateTrainer(isMasked: true, PandaTraining.Options, threads: 1),
            "minesweeper" => MinesweeperTraining.CreateTrainer(Minesweeper.BoardKind.All[0], MinesweeperTraining.Options, threads: 1),
            "connect four" => ConnectFourTraining.CreateTrainer(ConnectFourTraining.Options, threads: 1),
            "memory" => MemoryTraining.CreateTrainer(MemoryTraining.Lstm, PairsGame.MaxPairs, MemoryTraining.Options, threads: 1),
            "delivery" => DeliveryTraining.CreateTrainer(DeliveryTraining.Distinct, DeliveryTraining.Options, threads: 1),
            "turret" => Turret.TurretTraining.CreateTrainer(
                Turret.Variant.All[0], Turret.TurretTraining.Options(seed: 1, steps: 100_000), threads: 1),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected one of the kinds."),
        };
    }
}
