namespace Masking.Policies.Tests.Golden;

/// <summary>3 independent bits.</summary>
[MaskedPolicy]
public sealed partial class Flags3Policy
{
    [Observation(3)]
    public partial IdentityEncoder Logits { get; }

    [Core(3)]
    public partial IdentityCore Core { get; }

    [ActionMask(AllowEmpty = true)]
    public partial Head<Bits3> Choice { get; }
}

/// <summary>11 independent bits.</summary>
[MaskedPolicy]
public sealed partial class Flags11Policy
{
    [Observation(11)]
    public partial IdentityEncoder Logits { get; }

    [Core(11)]
    public partial IdentityCore Core { get; }

    [ActionMask(AllowEmpty = true)]
    public partial Head<Bits11> Choice { get; }
}

/// <summary>339 independent bits, in several enums.</summary>
[MaskedPolicy]
public sealed partial class Flags339Policy
{
    [Observation(339)]
    public partial IdentityEncoder Logits { get; }

    [Core(339)]
    public partial IdentityCore Core { get; }

    [ActionMask(AllowEmpty = true)]
    public partial Head<Bits339> Choice { get; }
}
