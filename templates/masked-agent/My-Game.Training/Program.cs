using Masking.Training;
using Masking.Training.CommandLine;
using My_Game;
using My_Game.Training;

// The return of a game is the sum of its rewards. Options such as --steps, --resume and --watch are those of every TrainingCommand.
return await new TrainingCommand("wizard", "Trains a wizard to hunt slimes in a cellar.")
{
    Title = "Slimes in the cellar",
    DefaultSteps = 40_000,
    BestReturn = Cellar.AllSlimes,
    CreateTrainer = arguments => PpoTrainer.Of(
        new WizardPolicy(),
        new WizardPolicy.Batch(environments: 16, maxSlimes: Cellar.MaxSlimes),
        steps: 64,
        row => new WizardWorld(),
        new PpoOptions { Seed = arguments.Seed },
        arguments.Threads),
    CheckpointActions =
    [
        new CheckpointAction("--play", "Lets you play, with the advice of the trained agent in the folder.", TerminalGame.Play),
    ],
}.RunAsync(args);
