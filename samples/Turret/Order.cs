namespace Masking.Samples.Turret;

/// <summary>The orders of the tank. It turns to the direction in which it drives, and drives one cell.</summary>
public enum Order
{
    Wait, Forward, Right, Back, Left, Shoot,
}
