namespace Masking.Samples.ConnectFour;

/// <summary>A column of the board, counted from the left.</summary>
public enum Column
{
    One, Two, Three, Four, Five, Six, Seven,
}
