namespace Masking.Training.Tests;

/// <summary>The place of a number.</summary>
public enum Place
{
    First,
    Second,
    Third,
}
