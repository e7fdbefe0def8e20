namespace Masking.Policies.Tests;

/// <summary>Points at a cell of a map of any size. The chosen cell selects the mask of another head.</summary>
[MaskedPolicy]
public sealed partial class SurveyPolicy
{
    [AgentGrid(channels: 2)]
    public partial ConvEncoder Ground { get; }

    [ActionMask(Over = nameof(Ground))]
    public partial PointerHead Site { get; }

    [ActionMask(Choices = 3), MaskPer(nameof(Site))]
    public partial Head<int> Tool { get; }
}
