namespace Masking.Policies.Tests;

/// <summary>What becomes of a pawn.</summary>
public enum Promotion { None, Knight, Rook, Queen }

/// <summary>Masks that depend on two or three earlier choices, in another order than that of the choices, and complements.</summary>
[MaskedPolicy]
public sealed partial class GambitPolicy
{
    [Observation(3)]
    public partial MlpEncoder Board { get; }

    [EntityMask(features: 2)]
    public partial DeepSetEncoder Pieces { get; }

    [ActionMask(Choices = 3), MaskPer(nameof(From))]
    public partial Head<int> To { get; }

    [ActionMask(Over = nameof(Pieces))]
    public partial PointerHead From { get; }

    [ActionMask, MaskPer(nameof(To), nameof(From))]
    public partial Head<Promotion> Becomes { get; }

    [ActionMask, ActiveUnless(nameof(Becomes), Promotion.None, Promotion.Queen)]
    public partial Head<bool> Offer { get; }

    [ActionMask, ActiveUnless(nameof(To), 0), MaskPer(nameof(Becomes), nameof(From), nameof(To))]
    public partial Head<bool> Clock { get; }
}
