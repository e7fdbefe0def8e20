namespace Masking.Policies.Tests.Golden;

/// <summary>A pointer with a query of up to 8 numbers, and a key of the same width for each entity.</summary>
[MaskedPolicy]
public sealed partial class PointerPolicy
{
    [Observation(8)]
    public partial IdentityEncoder Query { get; }

    [EntityMask(features: 8)]
    public partial IdentitySetEncoder Targets { get; }

    [Core(9)]
    public partial IdentityCore Core { get; }

    [ActionMask(Over = nameof(Targets), AllowEmpty = true)]
    public partial PointerHead Choice { get; }
}
