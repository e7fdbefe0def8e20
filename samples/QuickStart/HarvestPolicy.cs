namespace Masking.Samples.QuickStart;

/// <summary>Looks at the board, points at the cell that shall act, and orders what it does.</summary>
[MaskedPolicy]
public sealed partial class HarvestPolicy
{
    [Observation(6, 8, 8)]            public partial ConvEncoder Map { get; }

    [ActionMask(Over = nameof(Map))]  public partial PointerHead Source { get; }
    [ActionMask]                      public partial Head<Order> Order { get; }

    [Value]                           public partial ValueHead Value { get; }
}
