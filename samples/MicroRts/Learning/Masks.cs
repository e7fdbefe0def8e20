namespace Masking.Samples.MicroRts.Learning;

/// <summary>The masks that an agent is trained with.</summary>
[Flags]
public enum Masks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Only cells with an own unit that has no action choose an order. Otherwise all cells do.</summary>
    Agents = 1,

    /// <summary>Units choose among their legal actions. Otherwise an illegal order becomes waiting.</summary>
    Actions = 2,

    /// <summary>All masks.</summary>
    All = Agents | Actions,
}
