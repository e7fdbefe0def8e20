namespace Masking.Samples.Turret;

/// <summary>The legal interval of angles, in degrees clockwise from the front of the tank.</summary>
/// <param name="Low">The angle to which the barrel swings to the left.</param>
/// <param name="High">The angle to which the barrel swings to the right.</param>
public readonly record struct Arc(float Low, float High)
{
    /// <summary>Returns whether an angle is legal.</summary>
    /// <param name="angle">The angle.</param>
    public bool Contains(double angle) => Low <= angle && angle <= High;

    /// <summary>Returns the nearest legal angle.</summary>
    /// <param name="angle">The angle.</param>
    public float Clamp(float angle) => Math.Clamp(angle, Low, High);
}
