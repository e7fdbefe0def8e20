namespace Masking.Training.Tests.Documentation;

/// <summary>The first program of docs/training.md.</summary>
internal static class TenLines
{
    public static double Run(string path)
    {
        // begin
        using var trainer = PpoTrainer.Of(new NimPolicy(), environments: 16, steps: 64, row => new NimGame());
        trainer.Run(environmentSteps: 40_000, progress => Console.WriteLine(progress));
        trainer.Policy.Save(path);
        // end
        return trainer.Progress.MeanReturn!.Value;
    }
}
