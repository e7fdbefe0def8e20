namespace Masking.Policies.Tests.Golden;

/// <summary>A head of 3 choices, with a row of the mask for each of 2 choices of the parent.</summary>
[MaskedPolicy]
public sealed partial class Conditional2By3Policy
{
    [Observation(5)]
    public partial IdentityEncoder Logits { get; }

    [Core(5)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 2)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 3), MaskPer(nameof(Parent))]
    public partial Head<int> Child { get; }
}

/// <summary>A head of 9 choices, with a row of the mask for each of 6 choices of the parent.</summary>
[MaskedPolicy]
public sealed partial class Conditional6By9Policy
{
    [Observation(15)]
    public partial IdentityEncoder Logits { get; }

    [Core(15)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 6)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 9), MaskPer(nameof(Parent))]
    public partial Head<int> Child { get; }
}

/// <summary>A head of 5 choices, with a row of the mask for each of 4 choices of the parent.</summary>
[MaskedPolicy]
public sealed partial class Conditional4By5Policy
{
    [Observation(9)]
    public partial IdentityEncoder Logits { get; }

    [Core(9)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 4)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 5), MaskPer(nameof(Parent))]
    public partial Head<int> Child { get; }
}
