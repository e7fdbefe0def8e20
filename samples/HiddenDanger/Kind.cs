namespace Masking.Samples.HiddenDanger;

/// <summary>The kinds of entities on the board.</summary>
public enum Kind
{
    Panda, Watermelon, Scorpion, Dragon, Tree,
}
