namespace Masking.Policies.Tests;

/// <summary>A single agent with a GRU core; a vector and a set.</summary>
[MaskedPolicy]
public sealed partial class SentryPolicy
{
    [Observation(5)]
    public partial MlpEncoder Sounds { get; }

    [EntityMask(features: 3)]
    public partial DeepSetEncoder Contacts { get; }

    [Core(16)]
    public partial GruCore Core { get; }

    [ActionMask]
    public partial Head<Order> Command { get; }

    [ActionMask(Over = nameof(Contacts), AllowEmpty = true)]
    public partial PointerHead Target { get; }

    [Value]
    public partial ValueHead Value { get; }
}
