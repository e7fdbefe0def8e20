namespace Masking.Policies.Tests.Golden;

/// <summary>A query of up to 8 numbers against keys of as many, one for each entity.</summary>
[MaskedPolicy]
public sealed partial class PointerPolicy
{
    [Observation(8)]
    public partial PlainEncoder Query { get; }

    [EntityMask(features: 8)]
    public partial PlainSet Targets { get; }

    [Core(9)]
    public partial PlainCore Core { get; }

    [ActionMask(Over = nameof(Targets), AllowEmpty = true)]
    public partial PointerHead Choice { get; }
}
