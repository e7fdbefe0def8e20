namespace Masking.Policies.Tests.Golden;

/// <summary>3 choices, and 4 under one of them.</summary>
[MaskedPolicy]
public sealed partial class GatedByOneOfThreePolicy
{
    [Observation(7)]
    public partial PlainEncoder Logits { get; }

    [Core(7)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 3)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 4), ActiveWhen(nameof(Parent), 1)]
    public partial Head<int> Child { get; }
}

/// <summary>5 choices, and 6 under two of them.</summary>
[MaskedPolicy]
public sealed partial class GatedByTwoOfFivePolicy
{
    [Observation(11)]
    public partial PlainEncoder Logits { get; }

    [Core(11)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 5)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 6), ActiveWhen(nameof(Parent), 0, 3)]
    public partial Head<int> Child { get; }
}

/// <summary>2 choices, and 9 under both of them.</summary>
[MaskedPolicy]
public sealed partial class GatedByBothPolicy
{
    [Observation(11)]
    public partial PlainEncoder Logits { get; }

    [Core(11)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 2)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 9), ActiveWhen(nameof(Parent), 0, 1)]
    public partial Head<int> Child { get; }
}
