namespace Masking.Samples.ConnectFour;

/// <summary>Where a disc is dropped, from the left.</summary>
public enum Column
{
    One, Two, Three, Four, Five, Six, Seven,
}
