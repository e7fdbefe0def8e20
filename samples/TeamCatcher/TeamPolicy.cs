namespace Masking.Samples.TeamCatcher;

/// <summary>Encodes the board and selects a move for every agent on it. The number of agents may vary.</summary>
[MaskedPolicy]
public sealed partial class TeamPolicy
{
    [AgentGrid(TeamField.Planes, TeamField.Size, TeamField.Size)] public partial BoardEncoder Map { get; }

    [ActionMask(Each = nameof(Map))]                              public partial Head<Move> Moves { get; }

    [Value]                                                       public partial ValueHead Value { get; }
}
