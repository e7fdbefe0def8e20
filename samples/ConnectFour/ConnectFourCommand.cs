using Masking.Onnx;
using Masking.Orleans;
using Masking.Training.CommandLine;
using Spectre.Console;
using Definition = Masking.Training.PpoDefinition<
    Masking.Samples.ConnectFour.ConnectFourPolicy.Observation,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Actions,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Distribution,
    Masking.Samples.ConnectFour.ConnectFourPolicy.Batch
>;

namespace Masking.Samples.ConnectFour;

/// <summary>The command line of the sample.</summary>
public static class ConnectFourCommand
{
    private const string PlayOption = "--play";
    private const string ModelFile = "connect-four.onnx";

    /// <summary>Lets a person play if the first argument is <c>--play</c>, and trains an agent otherwise.</summary>
    /// <param name="args">The arguments.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [PlayOption, ..])
        {
            return await Create().RunAsync(args);
        }

        string model = args.ElementAtOrDefault(1) ?? Path.Join(AppContext.BaseDirectory, ModelFile);
        using ConnectFourPolicy.Player player = new(model, environments: 1);
        new TerminalGame(player, AnsiConsole.Console, Console.In).Play(CancellationToken.None);
        return 0;
    }

    /// <summary>Creates the command line of the training.</summary>
    public static TrainingCommand Create() =>
        new TrainingCommand(
            "connect-four", $"Trains an agent to play Connect Four by self-play. {PlayOption} lets you play against an agent.")
        {
            Title = "Connect Four, learned by self-play",
            DefaultSteps = 4_000_000,
            BestReturn = SelfPlayTrainer.BestReturn,
            ReturnLabel = $"games won of 100 against {Opponent.OnePly.Name}",
            OnCompleted = run => run.Output.WriteLine(((SelfPlayTrainer)run.Trainers[0]).DescribeStrength()),
            CheckpointActions =
            [
                new CheckpointAction(
                    "--export",
                    $"Writes the trained agent in the folder to {ModelFile}. Play against it with --play {ModelFile}.",
                    (trainer, _, _) => ((SelfPlayTrainer)trainer).Policy.SaveOnnx(ModelFile)),
            ],
            CreateTrainer = arguments => ConnectFourTraining.CreateTrainer(Define(arguments), arguments.Threads, arguments.Runner),
        }.AddWorkers(Define);

    private static Definition Define(TrainingArguments arguments) => ConnectFourTraining.Define(
        ConnectFourTraining.Options with
        {
            Seed = arguments.Seed,
            AnnealingSteps = arguments.Steps,
        }) with
    {
        Shards = arguments.Shards,
        Overlap = arguments.Overlap,
    };
}
