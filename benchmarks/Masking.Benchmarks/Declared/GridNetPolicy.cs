namespace Masking.Benchmarks.Declared;

/// <summary>Every unit on a map of 16x16 cells acts, with seven components.</summary>
/// <remarks>
/// Huang et al. 2021, "Gym-μRTS: Toward Affordable Full Game Real-time Strategy Games Research with Deep Reinforcement Learning".
/// </remarks>
[MaskedPolicy]
public sealed partial class GridNetPolicy
{
    /// <summary>The number of rows, and of columns, of the map.</summary>
    public const int Size = 16;

    /// <summary>The number of planes of the map.</summary>
    public const int Planes = 27;

    [AgentGrid(Planes, Size, Size)]  public partial ConvEncoder Map { get; }

    [Core(128)]                      public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Map))] public partial Head<UnitCommand> Orders { get; }

    [Value]                          public partial ValueHead Value { get; }
}
