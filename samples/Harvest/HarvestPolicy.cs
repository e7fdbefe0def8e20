using Masking.Samples.QuickStart;

namespace Masking.Samples.Harvest;

/// <summary>
/// Points at the cell that shall act, says what it does, and where to: each under what was said before. The board may have any size.
/// </summary>
[MaskedPolicy]
public sealed partial class HarvestPolicy
{
    [AgentGrid(channels: HarvestField.Planes)]       public partial ConvEncoder Map { get; }

    [ActionMask(Over = nameof(Map))]                 public partial PointerHead Source { get; }
    [ActionMask, MaskPer(nameof(Source))]            public partial Head<Deed> Type { get; }
    [ActionMask, MaskPer(nameof(Type)), ActiveWhen(nameof(Type), Deed.Move, Deed.Harvest, Deed.Return)]
                                                     public partial Head<Direction> Toward { get; }

    [Value]                                          public partial ValueHead Value { get; }
}
