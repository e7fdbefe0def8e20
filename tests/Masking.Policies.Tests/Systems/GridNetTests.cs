using static TorchSharp.torch;

namespace Masking.Policies.Tests.Systems;

public class GridNetTests
{
    private static readonly int[] Sizes = [6, 4, 4, 4, 4, 7, 49];

    /// <summary>The action type for which each component is active; the first is always active.</summary>
    private static readonly UnitAct?[] Acts =
    [
        null,
        UnitAct.Move,
        UnitAct.Harvest,
        UnitAct.Return,
        UnitAct.Produce,
        UnitAct.Produce,
        UnitAct.Attack,
    ];

    [Fact]
    public void ItActsEvaluatesAndLearns() => SystemAssert.Learns(() => new GridNet(), Observe);

    [Fact]
    public void JointLogProbability_EqualsTheReferenceComputation()
    {
        using GridNet policy = new();
        SystemAssert.LogProbIs(policy, Observe, (observation, actions) => LogProb(policy, observation, actions));
    }

    private static GridNet.Observation Observe(Draw draw, int batch) => new()
    {
        Map = draw.Numbers(batch, 27, 16, 16),
        MapMask = draw.Mask(batch, 16, 16).logical_and(draw.Mask(batch, 1, 16)),
        OrdersMask = draw.Mask(batch, 16, 16, 78),
    };

    private static double[] LogProb(GridNet policy, GridNet.Observation observation, GridNet.Actions actions)
    {
        Formulas formulas = new(policy);
        GridEncoding map = policy.Map.call(observation.Map);
        double[][] latent = Formulas.Rows(policy.Core.call(map.Pooled));
        double[][][] cells = Formulas.Tables(map.Cells.flatten(1, 2));
        bool[][] agents = Formulas.Masks(observation.MapMask.flatten(1));
        bool[][][] legal = Formulas.MaskTables(observation.OrdersMask!.flatten(1, 2));
        long[][] orders = Formulas.Actions(actions.Orders);

        return [.. latent.Select((known, row) => Enumerable.Range(0, 16 * 16).Where(cell => agents[row][cell]).Sum(cell =>
        {
            double[] logits = formulas.Linear("Orders", [.. cells[row][cell], .. known]);
            long[] order = orders[row][(cell * Sizes.Length)..((cell + 1) * Sizes.Length)];
            return Enumerable.Range(0, Sizes.Length).Where(i => Acts[i] is not { } act || order[0] == (long)act).Sum(i =>
            {
                Range columns = Sizes[..i].Sum()..Sizes[..(i + 1)].Sum();
                return Formulas.LogProb(logits[columns], legal[row][cell][columns], order[i]);
            });
        }))];
    }
}
