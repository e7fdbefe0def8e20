using Masking;

namespace Examples.Language;

public enum UnitAction { Wait, Move, Attack }

public readonly record struct UnitCommand(
    UnitAction Action,
    [ActiveWhen(nameof(UnitCommand.Action), UnitAction.Move)] Direction Move,
    [ActiveWhen(nameof(UnitCommand.Action), UnitAction.Attack), ActionMask(Choices = 49)] int Place);

[MaskedPolicy]
public sealed partial class SquadPolicy
{
    [EntityMask(features: 9)]          public partial AttentionEncoder Units { get; }
    [ActionMask(Each = nameof(Units))] public partial Head<UnitCommand> Commands { get; }
}
