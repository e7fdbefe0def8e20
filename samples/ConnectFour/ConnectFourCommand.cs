using Masking.Orleans;
using Masking.Training.CommandLine;
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
    /// <summary>Creates the command line.</summary>
    public static TrainingCommand Create() =>
        new TrainingCommand("connect-four", "Trains an agent to play Connect Four by self-play.")
        {
            Title = "Connect Four, learned by self-play",
            DefaultSteps = 4_000_000,
            BestReturn = SelfPlayTrainer.BestReturn,
            ReturnLabel = $"games won of 100 against {Opponent.OnePly.Name}",
            OnCompleted = run => run.Output.WriteLine(((SelfPlayTrainer)run.Trainers[0]).DescribeStrength()),
            CheckpointActions =
            [
                new CheckpointAction(
                    "--play",
                    "Lets you play against the trained agent in the folder.",
                    (trainer, console, cancellationToken) =>
                    {
                        using Agent agent = new(((SelfPlayTrainer)trainer).Policy);
                        new TerminalGame(agent, console, Console.In).Play(cancellationToken);
                    }),
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
