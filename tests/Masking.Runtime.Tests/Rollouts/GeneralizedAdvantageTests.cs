using CsCheck;

namespace Masking.Runtime.Tests.Rollouts;

public sealed class GeneralizedAdvantageTests
{
    private static readonly float[] Rewards = [1, 2, 3];
    private static readonly float[] Values = [0.5f, 1, 1.5f];
    private static readonly float[] Nothing = [0, 0, 0];

    [Fact]
    public void WithoutEpisodeEnds_DeltasDecayIntoEarlierSteps()
    {
        // δ = 1 + 1/2·1 - 1/2 = 1, 2 + 1/2·3/2 - 1 = 7/4, 3 + 1/2·2 - 3/2 = 5/2. The factor γλ per step is 1/4.
        Estimated estimated = Estimate(Rewards, Values, [false, false, false], Nothing, [2], 0.5, 0.5);

        Assert.Equal([1.59375f, 2.375f, 2.5f], estimated.Advantages);
        Assert.Equal([2.09375f, 3.375f, 4], estimated.Returns);
    }

    [Fact]
    public void AnEpisodeEnd_CutsOffLaterSteps()
    {
        // The second δ is 2 - 1 = 1, without the value of the next state, which belongs to another episode.
        Assert.Equal([1.25f, 1, 2.5f], Estimate(Rewards, Values, [false, true, false], Nothing, [2], 0.5, 0.5).Advantages);
    }

    [Fact]
    public void AnEpisodeEndAtTheLastStep_IgnoresTheLastValue()
    {
        Assert.Equal(
            [1 + (2.125f / 4), 2.125f, 1.5f],
            Estimate(Rewards, Values, [false, false, true], Nothing, [1e9f], 0.5, 0.5).Advantages
        );
    }

    [Fact]
    public void ATimeLimit_BootstrapsTheFinalValue_AndIgnoresLaterSteps()
    {
        // The second δ is 2 + 1/2·6 - 1 = 4, so the first advantage is 1 + 4/4 = 2. The third step belongs to another episode.
        Assert.Equal([2, 4, 2.5f], Estimate(Rewards, Values, [false, true, false], [9, 6, 9], [2], 0.5, 0.5).Advantages);
    }

    [Fact]
    public void WithGammaAndLambdaOfOne_TheAdvantageIsReturnMinusValue()
    {
        Estimated estimated = Estimate(Rewards, Values, [false, false, false], Nothing, [2], 1, 1);

        Assert.Equal([7.5f, 6, 3.5f], estimated.Advantages);
        Assert.Equal([8, 7, 5], estimated.Returns);
    }

    [Fact]
    public void WithNegativeGamma_TheNextValueBelongsToTheOtherSide()
    {
        // δ = 0 - 1/2·1 - 1/2 = -1, 0 - 1/2·3/2 - 1 = -7/4, and 1 - 3/2 = -1/2 for the move that ends the game. The factor γλ per step
        // is -1/4.
        Estimated estimated = Estimate([0, 0, 1], Values, [false, false, true], Nothing, [1e9f], -0.5, 0.5);

        Assert.Equal([-0.59375f, -1.625f, -0.5f], estimated.Advantages);
        Assert.Equal([-0.09375f, -0.625f, 1], estimated.Returns);
    }

    [Fact]
    public void WithGammaMinusOne_AWinForOneSideIsALossForTheOther()
    {
        Assert.Equal([1, -1, 1], Estimate([0, 0, 1], Values, [false, false, true], Nothing, [0], -1, 1).Returns);
    }

    [Fact]
    public void Environments_AreIndependent()
    {
        Estimated estimated = Estimate(
            [1, 10, 2, 20, 3, 30], [0.5f, 0, 1, 0, 1.5f, 0], [false, true, false, true, false, true], [0, 0, 0, 0, 0, 0], [2, 7], 0.5, 0.5);

        Assert.Equal([1.59375f, 10, 2.375f, 20, 2.5f, 30], estimated.Advantages);
    }

    [Fact]
    public void Advantages_EqualTheDefinition_ForAnyEpisodeEnds()
    {
        Gen<(int Seed, int Steps, int Environments)> cases = Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[1, 12], Gen.Int[1, 4]);
        Property.Holds(cases, each =>
        {
            Random random = new(each.Seed);
            int rows = each.Steps * each.Environments;
            float[] rewards = Draw(random, rows);
            float[] values = Draw(random, rows);
            float[] finalValues = Draw(random, rows);
            float[] last = Draw(random, each.Environments);
            bool[] dones = [.. Enumerable.Range(0, rows).Select(_ => random.Next(3) == 0)];

            Estimated estimated = Estimate(rewards, values, dones, finalValues, last, 0.97, 0.9);

            for (int row = 0; row < rows; row++)
            {
                double advantage = Definition(row, each.Environments, rewards, values, dones, finalValues, last, 0.97, 0.9);
                Assert.Equal(advantage, estimated.Advantages[row], 1e-5);
                Assert.Equal(advantage + values[row], estimated.Returns[row], 1e-5);
            }
        });
    }

    [Fact]
    public void LongSums_AreComputedInFloat64()
    {
        // In float32, adding 1e-4 to sums beyond 2048 would change nothing.
        const int steps = 100_000;
        float[] rewards = [.. Enumerable.Repeat(1e-4f, steps)];
        float[] zeros = new float[steps];

        Estimated estimated = Estimate(rewards, zeros, new bool[steps], zeros, [4096], 1, 1);

        Assert.Equal(4096 + (steps * (double)1e-4f), estimated.Advantages[0], 1e-3);
    }

    [Fact]
    public void DifferentLengths_AreRefused()
    {
        bool[] none = [false, false, false];
        Assert.Throws<ArgumentException>(() => Estimate(Rewards, Values, none, Nothing, [1, 2], 0.5, 0.5));
        Assert.Throws<ArgumentException>(() => Estimate(Rewards, Values, none, Nothing, [], 0.5, 0.5));
        Assert.Throws<ArgumentException>(() => Estimate(Rewards, [1, 2], none, Nothing, [2], 0.5, 0.5));
        Assert.Throws<ArgumentException>(() => Estimate(Rewards, Values, [true], Nothing, [2], 0.5, 0.5));
        Assert.Throws<ArgumentException>(() => Estimate(Rewards, Values, none, [], [2], 0.5, 0.5));
        Assert.Throws<ArgumentException>(() =>
            GeneralizedAdvantage.Estimate(Rewards, Values, none, Nothing, [2], 0.5, 0.5, new float[2], new float[3])
        );
        Assert.Throws<ArgumentException>(() =>
            GeneralizedAdvantage.Estimate(Rewards, Values, none, Nothing, [2], 0.5, 0.5, new float[3], new float[4])
        );
    }

    /// <summary>Computes Σ (γ λ)^k δ from one row until its episode ends.</summary>
    private static double Definition(
        int row,
        int environments,
        float[] rewards,
        float[] values,
        bool[] dones,
        float[] finalValues,
        float[] last,
        double gamma,
        double lambda
    )
    {
        double sum = 0;
        for (double weight = 1; row < rewards.Length; row += environments, weight *= gamma * lambda)
        {
            double next =
                dones[row] ? finalValues[row]
                : row + environments < rewards.Length ? values[row + environments]
                : last[row % environments];
            sum += weight * (rewards[row] + (gamma * next) - values[row]);
            if (dones[row])
            {
                break;
            }
        }

        return sum;
    }

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];

    private static Estimated Estimate(
        float[] rewards,
        float[] values,
        bool[] dones,
        float[] finalValues,
        float[] last,
        double gamma,
        double lambda
    )
    {
        Estimated estimated = new(new float[rewards.Length], new float[rewards.Length]);
        GeneralizedAdvantage.Estimate(rewards, values, dones, finalValues, last, gamma, lambda, estimated.Advantages, estimated.Returns);
        return estimated;
    }

    private sealed record Estimated(float[] Advantages, float[] Returns);
}
