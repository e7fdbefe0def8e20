namespace Masking.Benchmarks.Declared;

/// <summary>The smallest trainable policy: one input, one head, one value.</summary>
[MaskedPolicy]
public sealed partial class SentryPolicy
{
    [Observation(12)] public partial MlpEncoder Globals { get; }
    [ActionMask]      public partial Head<Order> Command { get; }
    [Value]           public partial ValueHead Value { get; }
}
