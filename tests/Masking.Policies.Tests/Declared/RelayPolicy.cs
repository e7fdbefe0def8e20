namespace Masking.Policies.Tests;

/// <summary>Every runner of a set acts and has a value of its own; a GRU core.</summary>
[MaskedPolicy]
public sealed partial class RelayPolicy
{
    [EntityMask(features: 3)]
    public partial DeepSetEncoder Runners { get; }

    [Core(10)]
    public partial GruCore Core { get; }

    [ActionMask(Each = nameof(Runners))]
    public partial Head<bool> Pass { get; }

    [Value(Each = nameof(Runners))]
    public partial ValueHead Value { get; }
}
