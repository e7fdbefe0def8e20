using Masking.Samples.HiddenDanger;
using Masking.Samples.Training;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class PandaTrainingTests
{
    private const int Seed = 1;
    private const int Updates = 16;

    [Fact]
    public void UnderTheMask_ThePandaLearnsToFindTheWatermelon()
    {
        set_num_threads(1);
        manual_seed(Seed);
        using var trainer = PandaTraining.Begin(isMasked: true, PandaTraining.Options with { Seed = Seed }, threads: 1);
        for (int update = 0; update < Updates; update++)
        {
            Assert.True(trainer.Update(TestContext.Current.CancellationToken));
        }

        Tally tally = PandaTraining.Try((PandaPolicy)trainer.Policy, isMasked: true);

        Assert.InRange(tally.MeanReturn, -0.05, 1);
    }

    [Fact]
    public void ATrial_IsTheSameAgain()
    {
        manual_seed(Seed);
        using PandaPolicy policy = new();

        Tally tally = PandaTraining.Try(policy, isMasked: true);

        Assert.Equal(tally, PandaTraining.Try(policy, isMasked: true));
        Assert.NotEqual(tally, PandaTraining.Try(policy, isMasked: false));
        Assert.InRange(tally.OutOfTime, 0.2, 0.6);
    }
}
