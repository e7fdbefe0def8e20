namespace Masking.Policies.Tests;

/// <summary>Every ship on a map of any size chooses a course and a speed, and has a value of its own.</summary>
[MaskedPolicy]
public sealed partial class FleetPolicy
{
    [AgentGrid(channels: 2)]
    public partial ConvEncoder Sea { get; }

    [ActionMask(Choices = 4, Each = nameof(Sea))]
    public partial Head<int> Course { get; }

    [ActionMask(Choices = 2, Each = nameof(Sea))]
    public partial Head<int> Speed { get; }

    [Value(Each = nameof(Sea))]
    public partial ValueHead Value { get; }
}
