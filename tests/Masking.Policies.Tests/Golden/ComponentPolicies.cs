namespace Masking.Policies.Tests.Golden;

public readonly record struct TwoComponents([ActionMask(Choices = 2)] int First, [ActionMask(Choices = 3)] int Second);

public readonly record struct ThreeComponents(
    [ActionMask(Choices = 5)] int First,
    [ActionMask(Choices = 2)] int Second,
    [ActionMask(Choices = 7)] int Third
);

public readonly record struct SevenComponents(
    [ActionMask(Choices = 6)] int First,
    [ActionMask(Choices = 4)] int Second,
    [ActionMask(Choices = 4)] int Third,
    [ActionMask(Choices = 4)] int Fourth,
    [ActionMask(Choices = 4)] int Fifth,
    [ActionMask(Choices = 7)] int Sixth,
    [ActionMask(Choices = 49)] int Seventh);

/// <summary>Components of 2 and 3 choices.</summary>
[MaskedPolicy]
public sealed partial class TwoComponentsPolicy
{
    [Observation(5)]
    public partial IdentityEncoder Logits { get; }

    [Core(5)]
    public partial IdentityCore Core { get; }

    [ActionMask(AllowEmpty = true)]
    public partial Head<TwoComponents> Choice { get; }
}

/// <summary>Components of 5, 2 and 7 choices.</summary>
[MaskedPolicy]
public sealed partial class ThreeComponentsPolicy
{
    [Observation(14)]
    public partial IdentityEncoder Logits { get; }

    [Core(14)]
    public partial IdentityCore Core { get; }

    [ActionMask(AllowEmpty = true)]
    public partial Head<ThreeComponents> Choice { get; }
}

/// <summary>Components of 6, 4, 4, 4, 4, 7 and 49 choices.</summary>
[MaskedPolicy]
public sealed partial class SevenComponentsPolicy
{
    [Observation(78)]
    public partial IdentityEncoder Logits { get; }

    [Core(78)]
    public partial IdentityCore Core { get; }

    [ActionMask(AllowEmpty = true)]
    public partial Head<SevenComponents> Choice { get; }
}
