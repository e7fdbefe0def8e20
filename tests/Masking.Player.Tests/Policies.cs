namespace Masking.Player.Tests;

public enum Order { Hold, Move, Gather, Attack }

[MaskedPolicy]
public sealed partial class SkirmishPolicy
{
    [Observation(12)]                   public partial MlpEncoder Globals { get; }
    [EntityMask(features: 9)]           public partial AttentionEncoder Units { get; }

    [ActionMask]                        public partial Head<Order> Command { get; }
    [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
                                        public partial PointerHead Target { get; }

    [Value]                             public partial ValueHead Value { get; }
}

/// <summary>A policy with numbers, of which a range may allow none.</summary>
[MaskedPolicy]
public sealed partial class TurretPolicy
{
    [Observation(4)]                     public partial MlpEncoder View { get; }
    [ActionMask(Low = -180, High = 180)] public partial Head<float> Angle { get; }
}

/// <summary>A policy that remembers with a GRU.</summary>
[MaskedPolicy]
public sealed partial class ScoutPolicy
{
    [EntityMask(features: 3)]            public partial DeepSetEncoder Scouts { get; }
    [Core(16)]                           public partial GruCore Core { get; }
    [ActionMask(Each = nameof(Scouts))]  public partial Head<Order> Orders { get; }
    [Value(Each = nameof(Scouts))]       public partial ValueHead Value { get; }
}

/// <summary>A policy that remembers with an LSTM.</summary>
[MaskedPolicy]
public sealed partial class SailorPolicy
{
    [Observation(3)]                     public partial MlpEncoder Sky { get; }
    [Core(16)]                           public partial LstmCore Core { get; }
    [ActionMask(Choices = 5)]            public partial Head<int> Course { get; }
}
