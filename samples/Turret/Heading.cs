namespace Masking.Samples.Turret;

/// <summary>The direction of the hull, in quarter turns clockwise from north.</summary>
public enum Heading
{
    North, East, South, West,
}
