using Masking.Samples.ConnectFour;
using Masking.Samples.Training;

return await new TrainingCommand("connect-four", "Trains an agent in Connect Four, by playing against itself.")
{
    Title = "Connect Four, learned by self-play",
    Steps = 4_000_000,
    BestReturn = SelfPlayTrainer.BestReturn,
    ReturnLabel = $"games won of 100 against {Opponent.OnePly.Name}",
    Conclude = conclusion => conclusion.Output.WriteLine(((SelfPlayTrainer)conclusion.Trainers[0]).Strength()),
    Performances =
    [
        new Performance("--play", "Plays against you.", (trainer, console, cancellationToken) =>
        {
            using Agent agent = new(((SelfPlayTrainer)trainer).Policy);
            new Game(agent, console, Console.In).Play(cancellationToken);
        }),
    ],
    Begin = arguments =>
        ConnectFourTraining.Begin(
            ConnectFourTraining.Options with
            {
                Seed = arguments.Seed,
                AnnealingSteps = arguments.Steps,
            },
            arguments.Threads
        ),
}.RunAsync(args);
