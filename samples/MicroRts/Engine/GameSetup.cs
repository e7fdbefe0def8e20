namespace Masking.Samples.MicroRts.Engine;

/// <summary>The contents of a state, from which a <see cref="GameState"/> is created.</summary>
public sealed record GameSetup
{
    /// <summary>The board.</summary>
    public required Board Board { get; init; }

    /// <summary>The table of unit types.</summary>
    public UnitTypes Types { get; init; } = UnitTypes.Standard;

    /// <summary>The number of cycles played.</summary>
    public int Time { get; init; }

    /// <summary>The resources of player 0 and of player 1.</summary>
    public required IReadOnlyList<int> Resources { get; init; }

    /// <summary>The units, in the order in which they appeared.</summary>
    public required IReadOnlyList<Unit> Units { get; init; }

    /// <summary>The actions under way with the times of their orders, in the order in which they were assigned.</summary>
    public IReadOnlyList<(Order Order, int IssuedAt)> ActionsUnderWay { get; init; } = [];
}
