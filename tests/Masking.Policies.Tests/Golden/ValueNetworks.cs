namespace Masking.Policies.Tests.Golden;

/// <summary>What 4 actions are worth.</summary>
[MaskedPolicy]
public sealed partial class Values4
{
    [Observation(4)]
    public partial PlainEncoder Logits { get; }

    [Core(4)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 4)]
    public partial QHead<int> Q { get; }
}

/// <summary>What 7 actions are worth.</summary>
[MaskedPolicy]
public sealed partial class Values7
{
    [Observation(7)]
    public partial PlainEncoder Logits { get; }

    [Core(7)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 7)]
    public partial QHead<int> Q { get; }
}

/// <summary>What 18 actions are worth.</summary>
[MaskedPolicy]
public sealed partial class Values18
{
    [Observation(18)]
    public partial PlainEncoder Logits { get; }

    [Core(18)]
    public partial PlainCore Core { get; }

    [ActionMask(Choices = 18)]
    public partial QHead<int> Q { get; }
}
