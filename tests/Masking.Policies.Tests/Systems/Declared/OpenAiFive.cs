namespace Masking.Policies.Tests.Systems;

/// <summary>
/// The heads of Berner et al. 2019, "Dota 2 with Large Scale Deep Reinforcement Learning": a primary action among those that are available
/// now, about 30, and its parameters. The target type of the action determines which parameters it uses: the mask of a parameter has a
/// row for every action, which allows no choice if the action does not use the parameter. The parameter is then no action, and does not
/// contribute to the loss. Here, the core is dense.
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

    /// <summary>The frame, of four until the next decision, after which the action is taken.</summary>
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
