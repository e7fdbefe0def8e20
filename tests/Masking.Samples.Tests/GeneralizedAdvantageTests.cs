using Masking.Samples.Training;

namespace Masking.Samples.Tests;

public sealed class GeneralizedAdvantageTests
{
    private static readonly float[] Rewards = [1, 2, 3];
    private static readonly float[] Values = [0.5f, 1, 1.5f];
    private static readonly float[] Last = [2];

    [Fact]
    public void WithoutEnds_EachSurpriseDecaysIntoTheStepsBeforeIt()
    {
        // Surprises 1 + 1/2·1 - 1/2 = 1, 2 + 1/2·3/2 - 1 = 7/4, 3 + 1/2·2 - 3/2 = 5/2; each counts a quarter one step earlier.
        float[] advantages = GeneralizedAdvantage.Estimate(Rewards, Values, [false, false, false], Last, discount: 0.5, decay: 0.5);

        Assert.Equal([1.59375f, 2.375f, 2.5f], advantages);
    }

    [Fact]
    public void AnEnd_CutsOffEverythingAfterIt()
    {
        // The second surprise is 2 - 1 = 1, without the value of a state that belongs to the next episode.
        float[] advantages = GeneralizedAdvantage.Estimate(Rewards, Values, [false, true, false], Last, discount: 0.5, decay: 0.5);

        Assert.Equal([1.25f, 1, 2.5f], advantages);
    }

    [Fact]
    public void AnEndAtTheLastStep_IgnoresTheLastValue()
    {
        float[] advantages = GeneralizedAdvantage.Estimate(Rewards, Values, [false, false, true], [1e9f], discount: 0.5, decay: 0.5);

        Assert.Equal([1 + (2.125f / 4), 2.125f, 1.5f], advantages);
    }

    [Fact]
    public void WithDiscountAndDecayOfOne_ItIsTheReturnLessTheValue()
    {
        float[] advantages = GeneralizedAdvantage.Estimate(Rewards, Values, [false, false, false], Last, discount: 1, decay: 1);

        Assert.Equal([7.5f, 6, 3.5f], advantages);
    }

    [Fact]
    public void Environments_DoNotTouchEachOther()
    {
        float[] advantages = GeneralizedAdvantage.Estimate(
            [1, 10, 2, 20, 3, 30], [0.5f, 0, 1, 0, 1.5f, 0], [false, true, false, true, false, true], [2, 7], discount: 0.5, decay: 0.5);

        Assert.Equal([1.59375f, 10, 2.375f, 20, 2.5f, 30], advantages);
    }

    [Fact]
    public void LengthsThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => GeneralizedAdvantage.Estimate(Rewards, Values, [false, false, false], [1, 2], 0.5, 0.5));
        Assert.Throws<ArgumentException>(() => GeneralizedAdvantage.Estimate(Rewards, [1, 2], [false, false, false], Last, 0.5, 0.5));
    }
}
