namespace Masking.Policies.Tests.Golden;

/// <summary>3 choices, under a row of the mask for each of 2.</summary>
[MaskedPolicy]
public sealed partial class Conditional2By3Policy
{
    [Observation(5)]
    public partial PlainEncoder Logits { get; }

    [Core(5)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 2)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 3), MaskPer(nameof(Parent))]
    public partial Head<int> Child { get; }
}

/// <summary>9 choices, under a row of the mask for each of 6.</summary>
[MaskedPolicy]
public sealed partial class Conditional6By9Policy
{
    [Observation(15)]
    public partial PlainEncoder Logits { get; }

    [Core(15)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 6)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 9), MaskPer(nameof(Parent))]
    public partial Head<int> Child { get; }
}

/// <summary>5 choices, under a row of the mask for each of 4.</summary>
[MaskedPolicy]
public sealed partial class Conditional4By5Policy
{
    [Observation(9)]
    public partial PlainEncoder Logits { get; }

    [Core(9)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 4)]
    public partial Head<int> Parent { get; }

    [ActionMask(Choices = 5), MaskPer(nameof(Parent))]
    public partial Head<int> Child { get; }
}
