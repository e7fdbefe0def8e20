namespace Masking.Training.Tests;

public enum Lane
{
    Left, Right, Middle,
}
