using Masking.Samples.MicroRts.Engine;
using Masking.Samples.MicroRts.Players;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>The games of a training.</summary>
public sealed record LearningSetup
{
    /// <summary>The map.</summary>
    public GameMap Map { get; init; } = Maps.All[0];

    /// <summary>The scripted players that are played against, by their names, and the number of games against each of them.</summary>
    public IReadOnlyDictionary<string, int> Opponents { get; init; } =
        new Dictionary<string, int> { ["biased-random"] = 10, ["worker-rush"] = 20, ["light-rush"] = 10 };

    /// <summary>The number of games of the agent against itself.</summary>
    public int GamesAgainstItself { get; init; } = 12;

    /// <summary>The number of cycles after which a game is truncated.</summary>
    public int MaxCycles { get; init; } = 2000;

    /// <summary>The weights of the rewards.</summary>
    public RewardWeights Weights { get; init; } = RewardWeights.Training;

    /// <summary>The number of rows: a row for each side that the agent plays.</summary>
    public int Rows => Opponents.Values.Sum() + (GamesAgainstItself * GameState.Players);

    /// <summary>The settings that a training can only be resumed with.</summary>
    /// <param name="masks">The masks that the agent is trained with.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Describe(Masks masks) =>
    [
        new("map", Map.Name),
        new("opponents", string.Join(", ", Opponents.Select(opponent => $"{opponent.Value} {opponent.Key}"))),
        new("games against itself", $"{GamesAgainstItself}"),
        new("cycles per game", $"{MaxCycles}"),
        new("weights", $"{Weights}"),
        new("masks", MaskVariant.All.Single(variant => variant.Masks == masks).Name),
    ];

    /// <summary>Creates the opponent of each game; null for the agent itself.</summary>
    public IEnumerable<IPlayer?> CreateOpponents() =>
        Opponents.SelectMany(opponent => Enumerable.Range(0, opponent.Value).Select(IPlayer? (_) => ScriptedPlayers.Create(opponent.Key)))
            .Concat(Enumerable.Repeat<IPlayer?>(null, GamesAgainstItself));
}
