namespace Masking.Policies.Tests.Golden;

/// <summary>A head of 3 choices, and a head of 4 choices that is active for one of them.</summary>
[MaskedPolicy]
public sealed partial class GatedByOneOfThreePolicy
{
    [Observation(7)]
    public partial IdentityEncoder Logits { get; }

    [Core(7)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 3)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 4), ActiveWhen(nameof(Parent), 1)]
    public partial Head<int> Child { get; }
}

/// <summary>A head of 5 choices, and a head of 6 choices that is active for two of them.</summary>
[MaskedPolicy]
public sealed partial class GatedByTwoOfFivePolicy
{
    [Observation(11)]
    public partial IdentityEncoder Logits { get; }

    [Core(11)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 5)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 6), ActiveWhen(nameof(Parent), 0, 3)]
    public partial Head<int> Child { get; }
}

/// <summary>A head of 2 choices, and a head of 9 choices that is active for both.</summary>
[MaskedPolicy]
public sealed partial class GatedByBothPolicy
{
    [Observation(11)]
    public partial IdentityEncoder Logits { get; }

    [Core(11)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 2)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 9), ActiveWhen(nameof(Parent), 0, 1)]
    public partial Head<int> Child { get; }
}
