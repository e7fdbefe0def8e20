namespace Masking.Samples.HiddenDanger;

/// <summary>
/// Attends to the records of the buffer under the mask of visible entities, and selects a direction. The value function observes the true
/// positions of all entities, which are only needed for training.
/// </summary>
[MaskedPolicy]
public sealed partial class PandaPolicy
{
    [EntityMask(Features.Count)]                   public partial AttentionEncoder Entities { get; }
    [Observation(Board.Entities * Features.Count)] public partial MlpEncoder Truth { get; }

    [ActionMask]                                   public partial Head<Direction> Way { get; }

    [Value(Sees = [nameof(Truth)])]                public partial ValueHead Value { get; }
}
