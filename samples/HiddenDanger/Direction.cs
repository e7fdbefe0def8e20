namespace Masking.Samples.HiddenDanger;

/// <summary>Where the panda goes.</summary>
public enum Direction
{
    North, East, South, West,
}
