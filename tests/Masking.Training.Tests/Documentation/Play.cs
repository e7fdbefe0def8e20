namespace Masking.Training.Tests.Documentation;

/// <summary>The use of a trained policy in docs/training.md.</summary>
internal static class Play
{
    public static float Run(string path)
    {
        // begin
        using var policy = NimPolicy.Load(path);
        using var batch = new NimPolicy.Batch(environments: 1);
        var game = new NimGame();
        var random = new RandomNumbers(seed: 7);
        game.Reset(random);
        StepResult result;
        do
        {
            game.WriteObservation(batch, row: 0);
            using Step<NimPolicy.Actions> step = policy.ActGreedily(batch.Observation);
            result = game.Step(step.Actions, row: 0, random);
        }
        while (result.Status == EpisodeStatus.Running);
        // end
        return result.Reward;
    }
}
