namespace Masking.Samples.MicroRts.Engine;

/// <summary>The direction of a neighboring cell. The numbers are those of the protocol of the original game.</summary>
public enum Direction
{
    /// <summary>The row above, <c>y - 1</c>.</summary>
    Up,

    /// <summary>The column on the right, <c>x + 1</c>.</summary>
    Right,

    /// <summary>The row below, <c>y + 1</c>.</summary>
    Down,

    /// <summary>The column on the left, <c>x - 1</c>.</summary>
    Left,
}

/// <summary>Extends <see cref="Direction"/>.</summary>
public static class DirectionExtensions
{
    /// <summary>Returns the opposite direction.</summary>
    /// <param name="direction">The direction.</param>
    public static Direction Opposite(this Direction direction) => (Direction)(((int)direction + 2) % Board.Directions);
}
