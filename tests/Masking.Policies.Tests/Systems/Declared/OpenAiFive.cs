namespace Masking.Policies.Tests.Systems;

/// <summary>
/// The heads of Berner et al. 2019, "Dota 2 with Large Scale Deep Reinforcement Learning": a primary action among those that are available
/// now, about 30, and its parameters. Which of them count is decided by the target type of the action: the mask of a parameter has a row
/// for every action, which allows nothing where the action does not use it. Such a parameter is no action, and adds nothing to the loss.
/// The core is dense here.
/// </summary>
[MaskedPolicy]
public sealed partial class OpenAiFive
{
    [Observation(20)]
    public partial MlpEncoder Globals { get; }

    /// <summary>The 189 nearest units.</summary>
    [EntityMask(features: 22)]
    public partial DeepSetEncoder Units { get; }

    /// <summary>The actions that are available now.</summary>
    [EntityMask(features: 8)]
    public partial DeepSetEncoder Available { get; }

    [Core(128)]
    public partial MlpCore Core { get; }

    [ActionMask(Over = nameof(Available))]
    public partial PointerHead Action { get; }

    /// <summary>After which of the four frames until the next decision.</summary>
    [ActionMask(Choices = 4), Given(nameof(Action))]
    public partial Head<int> Delay { get; }

    [ActionMask(Over = nameof(Units)), MaskPer(nameof(Action)), Given(nameof(Action))]
    public partial PointerHead Unit { get; }

    /// <summary>Nine by nine places around the unit.</summary>
    [ActionMask(Choices = 81), MaskPer(nameof(Action)), Given(nameof(Action))]
    public partial Head<int> Offset { get; }

    [Value]
    public partial ValueHead Value { get; }
}
