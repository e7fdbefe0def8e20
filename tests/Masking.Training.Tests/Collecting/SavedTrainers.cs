namespace Masking.Training.Tests;

/// <summary>The state of trainers.</summary>
internal static class SavedTrainers
{
    /// <summary>Makes a number of updates.</summary>
    /// <returns>The state of the trainer, which is disposed.</returns>
    public static byte[] Trained(ITrainer trainer, int updates = 3)
    {
        using (trainer)
        {
            for (int update = 0; update < updates; update++)
            {
                Assert.True(trainer.Update(TestContext.Current.CancellationToken));
            }

            return Saved(trainer);
        }
    }

    /// <summary>The state of a trainer.</summary>
    public static byte[] Saved(ITrainer trainer) => Memory.Write(trainer.Save).ToArray();
}
