namespace Masking.Policies.Tests;

/// <summary>Every agent on a map of any size acts; a custom recurrent core; no value.</summary>
[MaskedPolicy]
public sealed partial class DriftPolicy
{
    [AgentGrid(channels: 3)]
    public partial ConvEncoder Sea { get; }

    [Core(10)]
    public partial ElmanCore Core { get; }

    [ActionMask(Each = nameof(Sea))]
    public partial Head<Direction> Row { get; }

    [ActionMask(Over = nameof(Sea))]
    public partial PointerHead Flag { get; }
}
