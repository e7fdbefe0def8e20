using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>Chooses an order for every own unit without an action, on a board of 8×8 cells.</summary>
/// <remarks>
/// Huang et al. 2021, "Gym-μRTS: Toward Affordable Full Game Real-time Strategy Games Research with Deep Reinforcement Learning", after
/// Han et al. 2019, "Grid-Wise Control for Multi-Agent Reinforcement Learning in Video Game AI".
/// </remarks>
[MaskedPolicy]
public sealed partial class MicroRtsPolicy
{
    /// <summary>The number of rows, and of columns, of the board.</summary>
    public const int Size = 8;

    [AgentGrid(ObservationWriter.Planes, Size, Size)] public partial BoardEncoder Board { get; }

    [Core(128)]                                       public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Board))]                public partial Head<UnitOrder> Orders { get; }

    [Value]                                           public partial ValueHead Value { get; }
}
