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
            cellar.Play(Cellar.Orders.First(cellar.IsLegal), target: null, random);
        }

        int index = cellar.Slimes.ToList().FindIndex(cellar.IsInReach);
        int size = cellar.Slimes[index]!.Size;
        int sparks = 0;
        while (cellar.Gone == 0)
        {
            cellar.Play(Order.Spark, index, random);
            sparks++;
        }

        Assert.Equal(size, sparks);
    }
}
