namespace Masking.Samples.HiddenDanger;

/// <summary>The direction of a step of the panda.</summary>
public enum Direction
{
    North, East, South, West,
}
