using Masking.Training;

namespace My_Game.Tests;

/// <summary>Plays random legal turns.</summary>
internal static class RandomPlayer
{
    /// <summary>Plays games to their end.</summary>
    /// <param name="seed">The seed of the games and of the turns. The same seed gives the same games.</param>
    /// <param name="games">The number of games.</param>
    /// <param name="check">Is called before each turn.</param>
    /// <returns>The mean number of slimes that were gone at the end.</returns>
    public static double Play(int seed, int games, Action<WizardWorld> check)
    {
        var random = new RandomNumbers(seed);
        var world = new WizardWorld();
        int gone = 0;
        for (int game = 0; game < games; game++)
        {
            world.Reset(random);
            for (int turn = 0; turn < WizardWorld.MaxTurns && !world.Cellar.IsOver; turn++)
            {
                check(world);
                Play(world.Cellar, random);
            }

            gone += world.Cellar.Gone;
        }

        return (double)gone / games;
    }

    private static void Play(Cellar cellar, RandomNumbers random)
    {
        Order order = AnyOf(Cellar.Orders.Where(cellar.IsLegal), random);
        IEnumerable<int> targets = Enumerable.Range(0, Cellar.MaxSlimes).Where(index => cellar.IsInReach(cellar.Slimes[index]));
        cellar.Play(order, order == Order.Spark ? AnyOf(targets, random) : null, random);
    }

    private static T AnyOf<T>(IEnumerable<T> choices, RandomNumbers random) => choices.ElementAt(random.Next(choices.Count()));
}
