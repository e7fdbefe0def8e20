namespace Masking.Samples.Tests;

public enum Way
{
    Left, Right,
}
