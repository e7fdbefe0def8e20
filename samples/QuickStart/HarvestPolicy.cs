namespace Masking.Samples.QuickStart;

/// <summary>Encodes the board, selects the cell of the unit that acts, and selects an order for it.</summary>
[MaskedPolicy]
public sealed partial class HarvestPolicy
{
    [Observation(6, 8, 8)]            public partial ConvEncoder Map { get; }

    [ActionMask(Over = nameof(Map))]  public partial PointerHead Source { get; }
    [ActionMask]                      public partial Head<Order> Order { get; }

    [Value]                           public partial ValueHead Value { get; }
}
