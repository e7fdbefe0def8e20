namespace Masking.Samples.MicroRts.Players;

/// <summary>The scripted players by their names.</summary>
public static class ScriptedPlayers
{
    /// <summary>The number of cycles that units without a task wait, as in the original game.</summary>
    public const int WaitingTime = 10;

    private const int Bias = 5;

    private static readonly (string Name, Func<IPlayer> Create)[] All =
    [
        ("passive", () => new PassivePlayer()),
        ("random", () => new RandomPlayer(bias: 1)),
        ("biased-random", () => new RandomPlayer(Bias)),
        ("worker-rush", () => new WorkerRush()),
        ("light-rush", () => new LightRush()),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(player => player.Name)];

    /// <summary>Creates a player.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is no such player.</exception>
    public static IPlayer Create(string name)
    {
        foreach ((string each, Func<IPlayer> create) in All)
        {
            if (each == name)
            {
                return create();
            }
        }

        throw new ArgumentException($"expected one of the players {string.Join(", ", Names)}, got '{name}'.", nameof(name));
    }
}
