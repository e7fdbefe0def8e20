using Masking.Training;

namespace My_Game.Tests;

/// <summary>The rules of the game.</summary>
public sealed class CellarTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void NothingIsInAWallOrInTheCellOfAnother(int seed) => RandomPlayer.Play(seed, games: 20, world =>
    {
        Cell[] cells = [world.Cellar.Wizard, .. world.Cellar.Slimes.OfType<Slime>().Select(slime => slime.Cell)];

        Assert.DoesNotContain(cells, Cellar.IsWall);
        Assert.Distinct(cells);
    });

    [Fact]
    public void ASparkShrinksASlime_UntilItIsGone()
    {
        var random = new RandomNumbers(seed: 1);
        var cellar = new Cellar();
        cellar.Reset();
        while (!cellar.Slimes.Any(cellar.IsInReach))
        {
            cellar.Play(Order.Wait, target: null, random);
        }

        int index = cellar.Slimes.ToList().FindIndex(cellar.IsInReach);
        for (int size = cellar.Slimes[index]!.Size; size > 0; size--)
        {
            Assert.Equal(size, cellar.Slimes[index]!.Size);
            Assert.Equal(0, cellar.Gone);
            cellar.Play(Order.Spark, index, random);
        }

        Assert.Equal(1, cellar.Gone);
    }

    [Fact]
    public void SlimesWin_IfTheWizardOnlyWaits()
    {
        var random = new RandomNumbers(seed: 1);
        var cellar = new Cellar();
        cellar.Reset();
        while (!cellar.IsOver)
        {
            cellar.Play(Order.Wait, target: null, random);
        }

        Assert.Equal((0, 0), (cellar.Hearts, cellar.Gone));
    }
}
