namespace Masking.Policies.Tests.Systems;

/// <summary>Some of the 573 functions of the published action list, by their numbers there.</summary>
public static class Function
{
    public const int NoOperation = 0, SmartPoint = 1, AttackPoint = 2, AttackUnit = 3;
    public const int SmartUnit = 12, MovePoint = 13, MoveUnit = 14, PatrolPoint = 15, PatrolUnit = 16;
}

/// <summary>The entity transformer, here of width 64.</summary>
public sealed class EntityTransformer(int features) : AttentionEncoder(features, width: 64, heads: 2, layers: 3);

/// <summary>
/// The heads of Vinyals et al. 2019, "Grandmaster level in StarCraft II using multi-agent reinforcement learning". Each argument is given
/// the function and the previous arguments. Here, the core is dense, and the size of the map depends on the batch (published: 256 by 256).
/// </summary>
[MaskedPolicy]
public sealed partial class AlphaStar
{
    [Observation(40)]
    public partial MlpEncoder Globals { get; }

    /// <summary>Up to 512 units.</summary>
    [EntityMask(features: 32)]
    public partial EntityTransformer Units { get; }

    [AgentGrid(channels: 6)]
    public partial ConvEncoder Map { get; }

    [Core(128)]
    public partial MlpCore Core { get; }

    [ActionMask(Choices = 573)]
    public partial Head<int> Function { get; }

    /// <summary>Steps of the game until the next action.</summary>
    [ActionMask(Choices = 128), Given(nameof(Function))]
    public partial Head<int> Delay { get; }

    [ActionMask, Given(nameof(Function), nameof(Delay))]
    public partial Head<bool> Queued { get; }

    /// <summary>The units that execute the function.</summary>
    [ActionMask(Over = nameof(Units), AtMost = 64), Given(nameof(Function), nameof(Delay), nameof(Queued))]
    public partial SubsetHead Selected { get; }

    [ActionMask(Over = nameof(Units)), Given(nameof(Function), nameof(Delay), nameof(Queued), nameof(Selected))]
    [ActiveWhen(nameof(Function), Systems.Function.AttackUnit, Systems.Function.SmartUnit, Systems.Function.MoveUnit,
        Systems.Function.PatrolUnit)]
    public partial PointerHead Target { get; }

    [ActionMask(Over = nameof(Map)), Given(nameof(Function), nameof(Delay), nameof(Queued), nameof(Selected))]
    [ActiveWhen(nameof(Function), Systems.Function.SmartPoint, Systems.Function.AttackPoint, Systems.Function.MovePoint,
        Systems.Function.PatrolPoint)]
    public partial PointerHead Place { get; }

    [Value]
    public partial ValueHead Value { get; }
}
