namespace Masking.Training.Tests;

public enum Way
{
    Left, Right,
}
