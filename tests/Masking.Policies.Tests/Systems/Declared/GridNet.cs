namespace Masking.Policies.Tests.Systems;

public enum UnitAct { Noop, Move, Harvest, Return, Produce, Attack }

public enum Toward { North, East, South, West }

public enum UnitKind { Resource, Base, Barracks, Worker, Light, Heavy, Ranged }

/// <summary>What one unit does: components of 6, 4, 4, 4, 4, 7 and 49 choices.</summary>
public readonly record struct UnitOrder(
    UnitAct Act,
    [ActiveWhen(nameof(UnitOrder.Act), UnitAct.Move)] Toward Move,
    [ActiveWhen(nameof(UnitOrder.Act), UnitAct.Harvest)] Toward Harvest,
    [ActiveWhen(nameof(UnitOrder.Act), UnitAct.Return)] Toward Return,
    [ActiveWhen(nameof(UnitOrder.Act), UnitAct.Produce)] Toward Produce,
    [ActiveWhen(nameof(UnitOrder.Act), UnitAct.Produce)] UnitKind Kind,
    [ActionMask(Choices = 49), ActiveWhen(nameof(UnitOrder.Act), UnitAct.Attack)] int Place);

/// <summary>
/// Every own unit on the map acts: Huang et al. 2021, "Gym-μRTS: Toward Affordable Full Game Real-time Strategy Games Research with Deep
/// Reinforcement Learning", after Han et al. 2019, "Grid-Wise Control for Multi-Agent Reinforcement Learning in Video Game AI".
/// </summary>
[MaskedPolicy]
public sealed partial class GridNet
{
    [AgentGrid(channels: 27, height: 16, width: 16)]
    public partial ConvEncoder Map { get; }

    [Core(128)]
    public partial MlpCore Core { get; }

    [ActionMask(Each = nameof(Map))]
    public partial Head<UnitOrder> Orders { get; }

    [Value]
    public partial ValueHead Value { get; }
}
