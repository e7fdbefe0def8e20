using Masking.Benchmarks.Comparing;

namespace Masking.Benchmarks.Tests;

/// <summary>The tests use simulated clocks. Nothing is timed.</summary>
public sealed class RaceTests
{
    [Fact]
    public void Medians_AreThoseOfOneCall()
    {
        (double ours, double theirs) = Race.Run(
            calls => calls * TimeSpan.FromMicroseconds(5),
            calls => calls * TimeSpan.FromMilliseconds(20)
        );
        Assert.Equal(5e3, ours);
        Assert.Equal(20e6, theirs);
    }

    [Fact]
    public void Rounds_Alternate_AndTakeTurnsInBeginning()
    {
        List<char> order = [];
        Race.Run(Noting('o'), Noting('t'));

        // Behind the warm-ups, which are one call each.
        Assert.Equal("ottoottoot", string.Concat(order.Skip(2).Take(10)));

        Timed Noting(char name) => calls =>
        {
            order.Add(name);
            return calls * TimeSpan.FromSeconds(1);
        };
    }

    [Fact]
    public void OneSlowRound_DoesNotCount()
    {
        int round = 0;
        (double ours, _) = Race.Run(
            calls => calls * TimeSpan.FromMilliseconds(round++ == 3 ? 5_000 : 100),
            calls => calls * TimeSpan.FromMilliseconds(100)
        );
        Assert.Equal(100e6, ours);
    }

    [Theory]
    [InlineData(2, new double[] { 3, 1, 2 })]
    [InlineData(2.5, new double[] { 4, 1, 3, 2 })]
    public void Median_IsTheMiddle(double median, double[] numbers) => Assert.Equal(median, Race.Median([.. numbers]));
}
