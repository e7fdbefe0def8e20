namespace Masking.Policies.Tests;

/// <summary>
/// Logits that depend on choices, several levels deep: of a value, a pointer and a subset; and heads that depend on those heads.
/// </summary>
[MaskedPolicy]
public sealed partial class DraftPolicy
{
    [EntityMask(features: 2)]
    public partial DeepSetEncoder Players { get; }

    [ActionMask, Given(nameof(Team), nameof(Captain)), MaskPer(nameof(Captain))]
    public partial Head<bool> Risk { get; }

    [ActionMask(Choices = 3)]
    public partial Head<int> Plan { get; }

    [ActionMask(Over = nameof(Players)), Given(nameof(Plan))]
    public partial PointerHead Captain { get; }

    [ActionMask(Over = nameof(Players), AtMost = 2), Given(nameof(Captain)), ActiveWhen(nameof(Plan), 0, 2)]
    public partial SubsetHead Team { get; }

    [ActionMask, ActiveWhen(nameof(Risk), true)]
    public partial Head<Signal> Signals { get; }

    [ActionMask, Given(nameof(Signals))]
    public partial Head<Maneuver> Opening { get; }

    [Value]
    public partial ValueHead Value { get; }
}
