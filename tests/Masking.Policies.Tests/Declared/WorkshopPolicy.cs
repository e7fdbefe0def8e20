namespace Masking.Policies.Tests;

public enum Era : long { Last = long.MaxValue, First = long.MinValue, Middle = 1L << 40 }

/// <summary>Only custom parts; a map of declared size with agents; a pointer that requires a candidate.</summary>
[MaskedPolicy]
public sealed partial class WorkshopPolicy
{
    [Observation(4)]
    public partial TanhEncoder Mood { get; }

    [EntityMask(features: 3)]
    public partial SumEncoder Tools { get; }

    [AgentGrid(channels: 2, height: 3, width: 5)]
    public partial CellEncoder Floor { get; }

    [Core(24)]
    public partial TanhCore Core { get; }

    [ActionMask(Each = nameof(Floor))]
    public partial Head<Era> Style { get; }

    [ActionMask(Over = nameof(Tools))]
    public partial PointerHead Pick { get; }

    [ActionMask(Each = nameof(Floor), Over = nameof(Tools))]
    public partial PointerHead Reach { get; }

    [ActionMask(Over = nameof(Floor))]
    public partial PointerHead Meet { get; }

    [Value]
    public partial ValueHead ActionValues { get; }
}
