namespace Masking.Policies.Tests;

/// <summary>Every truck of a set, with sight, and a single leader act; an LSTM core.</summary>
[MaskedPolicy]
public sealed partial class ConvoyPolicy
{
    [EntityMask(features: 4, Pairwise = true)]
    public partial AttentionEncoder Trucks { get; }

    [Core(12)]
    public partial LstmCore Core { get; }

    [ActionMask(Each = nameof(Trucks))]
    public partial Head<bool> Stop { get; }

    [ActionMask(Each = nameof(Trucks), Over = nameof(Trucks))]
    public partial PointerHead Follow { get; }

    [ActionMask(Choices = 3)]
    public partial Head<int> Speed { get; }

    [Value]
    public partial ValueHead Value { get; }
}
