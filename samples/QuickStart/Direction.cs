namespace Masking.Samples.QuickStart;

/// <summary>Where it does it.</summary>
public enum Direction
{
    North, East, South, West,
}
