using CsCheck;
using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;

namespace Masking.Samples.MicroRts.Tests;

/// <summary>A game between two scripted players, and a number of its cycles.</summary>
public sealed record RandomGame(string Map, string First, string Second, int Seed, int Cycles)
{
    /// <summary>Games on all maps between all players.</summary>
    public static Gen<RandomGame> Any { get; } = Gen.Select(
        Gen.Int[0, Maps.All.Count - 1],
        Gen.Int[0, ScriptedPlayers.Names.Count - 1],
        Gen.Int[0, ScriptedPlayers.Names.Count - 1],
        Gen.Int[0, int.MaxValue],
        Gen.Int[0, 600],
        (map, first, second, seed, cycles) =>
            new RandomGame(Maps.All[map].Name, ScriptedPlayers.Names[first], ScriptedPlayers.Names[second], seed, cycles));

    /// <summary>Checks a property for random games. A failure prints the seed that reproduces it.</summary>
    public static void ForAny(Action<RandomGame> property, int cases = 60) => Any.Sample(property, iter: cases, threads: 1);

    /// <summary>Starts the game.</summary>
    public Match Start() => new(Maps.Find(Map), ScriptedPlayers.Create(First), ScriptedPlayers.Create(Second), int.MaxValue, Seed);

    /// <summary>Starts the game and plays the cycles, or fewer if it is over before.</summary>
    public Match Play()
    {
        Match match = Start();
        for (int cycle = 0; cycle < Cycles && !match.IsOver; cycle++)
        {
            match.Step();
        }

        return match;
    }
}
