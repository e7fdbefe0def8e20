namespace Masking.Samples.TeamCatcher;

/// <summary>Looks at the board, and moves every agent on it, however many there are.</summary>
[MaskedPolicy]
public sealed partial class TeamPolicy
{
    [AgentGrid(TeamField.Planes, TeamField.Size, TeamField.Size)] public partial BoardEncoder Map { get; }

    [ActionMask(Each = nameof(Map))]                              public partial Head<Move> Moves { get; }

    [Value]                                                       public partial ValueHead Value { get; }
}

/// <summary>
/// Three convolutions of 32 filters, through which an agent sees three cells far; what is farther away it knows from the core.
/// </summary>
public sealed class BoardEncoder(int channels, int? height, int? width) : ConvEncoder(channels, height, width, filters: 32, layers: 3);
