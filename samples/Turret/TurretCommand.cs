using System.CommandLine;
using System.Globalization;
using Masking.Training.CommandLine;

namespace Masking.Samples.Turret;

/// <summary>The command line of the sample.</summary>
public static class TurretCommand
{
    private static readonly Option<string> Angles = CommandOptions.ChoiceOption(
        "--variant",
        "Whether the legal interval of angles is a mask, or the environment clamps the angle to it.",
        "masked",
        "clamped");

    private static readonly Option<string> MissCost = CommandOptions.ChoiceOption(
        "--miss-cost", "What a shot that misses costs.", "0.02", "0", "0.05");

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="output">The writer for output.</param>
    /// <param name="error">The writer for error messages.</param>
    /// <param name="cancellationToken">Stops the run early, like Ctrl-C.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken = default) =>
        new TrainingCommand("turret", "Trains a tank to hit a target with a turret that walls stop.")
        {
            Title = "Turret",
            DefaultSteps = TurretTraining.DefaultSteps,
            BestReturn = TurretWorld.BestReturn,
            Options = [Angles, MissCost],
            Commands = [TurretReproduction.Create()],
            CreateTrainer = arguments => TurretTraining.CreateTrainer(
                VariantOf(arguments),
                TurretTraining.Options(arguments.Seed, arguments.Steps),
                arguments.Threads),
            OnCompleted = run => run.Output.WriteLine(
                $"{TurretTraining.EvaluationEpisodes} new episodes: {TurretTraining.Evaluate(run.Trainers[0], VariantOf(run.Arguments))}"),
        }.RunAsync(args, output, error, cancellationToken);

    private static Variant VariantOf(TrainingArguments arguments) => new(
        arguments.Parsed.GetValue(Angles) == "masked",
        float.Parse(arguments.Parsed.GetRequiredValue(MissCost), CultureInfo.InvariantCulture));
}
