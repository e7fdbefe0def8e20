namespace Masking.Samples.HiddenDanger;

/// <summary>
/// Attends to the entities in its buffer, under the mask of those that it sees, and goes somewhere. What its value sees is the truth about
/// everything, which only training needs.
/// </summary>
[MaskedPolicy]
public sealed partial class PandaPolicy
{
    [EntityMask(Features.Count)]                   public partial AttentionEncoder Entities { get; }
    [Observation(Board.Entities * Features.Count)] public partial MlpEncoder Truth { get; }

    [ActionMask]                                   public partial Head<Direction> Way { get; }

    [Value(Sees = [nameof(Truth)])]                public partial ValueHead Value { get; }
}
