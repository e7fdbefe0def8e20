namespace Masking.Policies.Tests;

/// <summary>Heads that depend on each other by ActiveWhen and MaskPer, two levels deep.</summary>
[MaskedPolicy]
public sealed partial class RaidPolicy
{
    [Observation(3)]
    public partial MlpEncoder Globals { get; }

    [EntityMask(features: 2)]
    public partial DeepSetEncoder Units { get; }

    [ActionMask, ActiveWhen(nameof(Command), Order.Move, Order.Gather)]
    public partial Head<Direction> Heading { get; }

    [ActionMask]
    public partial Head<Order> Command { get; }

    [ActionMask(Over = nameof(Units)), ActiveWhen(nameof(Command), Order.Attack)]
    public partial PointerHead Target { get; }

    [ActionMask(Choices = 3), MaskPer(nameof(Target))]
    public partial Head<int> Weapon { get; }

    [ActionMask, ActiveWhen(nameof(Heading), Direction.North), MaskPer(nameof(Command))]
    public partial Head<bool> Haste { get; }
}
