namespace Masking.Policies.Tests.Golden;

/// <summary>Values of 4 actions.</summary>
[MaskedPolicy]
public sealed partial class Values4
{
    [Observation(4)]
    public partial IdentityEncoder Logits { get; }

    [Core(4)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 4)]
    public partial QHead<int> Q { get; }
}

/// <summary>Values of 7 actions.</summary>
[MaskedPolicy]
public sealed partial class Values7
{
    [Observation(7)]
    public partial IdentityEncoder Logits { get; }

    [Core(7)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 7)]
    public partial QHead<int> Q { get; }
}

/// <summary>Values of 18 actions.</summary>
[MaskedPolicy]
public sealed partial class Values18
{
    [Observation(18)]
    public partial IdentityEncoder Logits { get; }

    [Core(18)]
    public partial IdentityCore Core { get; }

    [ActionMask(Choices = 18)]
    public partial QHead<int> Q { get; }
}
