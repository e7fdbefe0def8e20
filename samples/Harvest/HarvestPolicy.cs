using Masking.Samples.QuickStart;

namespace Masking.Samples.Harvest;

/// <summary>
/// Selects the cell of the unit that acts, the type of its action and the direction, each conditioned on the choices before. The board may
/// have any size.
/// </summary>
[MaskedPolicy]
public sealed partial class HarvestPolicy
{
    [AgentGrid(channels: HarvestField.Planes)]       public partial ConvEncoder Map { get; }

    [ActionMask(Over = nameof(Map))]                 public partial PointerHead Source { get; }
    [ActionMask, MaskPer(nameof(Source))]            public partial Head<ActionType> Type { get; }
    [ActionMask, MaskPer(nameof(Type)), ActiveWhen(nameof(Type), ActionType.Move, ActionType.Harvest, ActionType.Return)]
                                                     public partial Head<Direction> Toward { get; }

    [Value]                                          public partial ValueHead Value { get; }
}
