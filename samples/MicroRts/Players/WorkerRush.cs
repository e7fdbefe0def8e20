using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Players;

/// <summary>
/// Bases produce workers all the time. One worker harvests, and all other units attack the nearest enemy. Workers that reach no enemy
/// harvest, too, because deposits may be in the way.
/// </summary>
public sealed class WorkerRush : Rush
{
    private protected override bool TryOrder(Plan plan, GameState state, int unit, bool isHarvester) =>
        plan.TryProduce(unit, UnitKind.Worker) || (!isHarvester && plan.TryApproach(unit, Goal.Enemy)) || plan.TryGather(unit);
}
