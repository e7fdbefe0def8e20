namespace Masking.Samples.HiddenDanger;

/// <summary>What stands on the board.</summary>
public enum Kind
{
    Panda, Watermelon, Scorpion, Dragon, Tree,
}
