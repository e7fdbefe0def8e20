namespace Masking.Policies.Tests.Golden;

/// <summary>Every agent on a map has up to 6 choices; entropies are averaged.</summary>
[MaskedPolicy]
public sealed partial class GridMeanPolicy
{
    [AgentGrid(channels: 6)]
    public partial IdentityGridEncoder Logits { get; }

    [Core(1)]
    public partial IdentityCore Core { get; }

    [ActionMask(Each = nameof(Logits), Choices = 6)]
    public partial Head<int> Choice { get; }
}

/// <summary>Every agent on a map has up to 6 choices; entropies are summed.</summary>
[MaskedPolicy]
public sealed partial class GridSumPolicy
{
    [AgentGrid(channels: 6)]
    public partial IdentityGridEncoder Logits { get; }

    [Core(1)]
    public partial IdentityCore Core { get; }

    [ActionMask(Each = nameof(Logits), Choices = 6, EntropyReduction = EntropyReduction.Sum)]
    public partial Head<int> Choice { get; }
}
