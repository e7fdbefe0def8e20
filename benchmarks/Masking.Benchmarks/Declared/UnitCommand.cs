namespace Masking.Benchmarks.Declared;

public enum UnitAction { Noop, Move, Harvest, Return, Produce, Attack }

public enum Direction { North, East, South, West }

public enum UnitKind { Resource, Base, Barracks, Worker, Light, Heavy, Ranged }

/// <summary>A command for a unit of μRTS: components of 6, 4, 4, 4, 4, 7 and 49 choices.</summary>
/// <remarks>
/// Huang et al. 2021, "Gym-μRTS: Toward Affordable Full Game Real-time Strategy Games Research with Deep Reinforcement Learning".
/// </remarks>
public readonly record struct UnitCommand(
    UnitAction Action,
    Direction Move,
    Direction Harvest,
    Direction Return,
    Direction Produce,
    UnitKind Kind,
    [ActionMask(Choices = UnitCommand.AttackRange)] int Target)
{
    /// <summary>The number of cells around a unit that it can attack.</summary>
    public const int AttackRange = 49;

    /// <summary>The number of choices of each component.</summary>
    public static int[] Sizes { get; } = [6, 4, 4, 4, 4, 7, AttackRange];
}
