namespace Masking.Samples.QuickStart;

/// <summary>The direction of an action.</summary>
public enum Direction
{
    North, East, South, West,
}
