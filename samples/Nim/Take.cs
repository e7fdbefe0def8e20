namespace Masking.Samples.Nim;

/// <summary>The number of coins that a side takes.</summary>
public enum Take
{
    One,
    Two,
    Three,
}
