using System.CommandLine;
using Masking.Samples.Reproduction;

namespace Masking.Samples.Turret;

/// <summary>The subcommand that trains all variants with several seeds and writes the table and the picture of the README.</summary>
public static class TurretReproduction
{
    /// <summary>Creates the subcommand <c>reproduce</c>.</summary>
    public static Command Create() => new ReproduceCommand<TurretResults>("turret", "Trains all variants with several seeds")
    {
        DefaultSteps = TurretTraining.DefaultSteps,
        BestReturn = TurretWorld.BestReturn,
        Agents = [.. Variant.All.Select(variant => variant.Name)],
        CreateTrainer = (name, seed, steps) =>
            TurretTraining.CreateTrainer(Variant.FromName(name), TurretTraining.Options(seed, steps), threads: 1),
        Evaluate = (name, trainer) => TurretTraining.Evaluate(trainer, Variant.FromName(name)),
        Table = seeds => ResultsTable.Format([.. seeds.Select(seed =>
            seed.Results.Zip(seed.Runs, (results, run) => (results, ResultsTable.StepsToReturn(run))).ToList())]),
        Draw = LearningCurvesFigure.Save,
    }.Create();
}
