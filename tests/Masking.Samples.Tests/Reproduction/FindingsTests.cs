using Masking.Samples.Harvest;
using Masking.Samples.Reproduction;

namespace Masking.Samples.Tests;

public sealed class FindingsTests
{
    private static readonly Provenance Provenance = new("an abacus, 2 cores", new DateOnly(2026, 5, 4), Seconds: 90, Parallelism: 2);

    [Fact]
    public void AResult_IsComputedFromItsCourse()
    {
        CellResult result = new(
            [new(1024, 1, 0.1), new(2048, 28.8, 0.2), new(3072, 10, 0.3), new(4096, 29, 0.4), new(5120, 30, 0.5)],
            null,
            Provenance
        );

        Assert.Equal((28.8 + 10 + 29 + 30) / 4, result.FinalReturn, 12);
        Assert.Equal(2048, result.SolvedAt);
        Assert.Equal(0.3, result.Kl, 12);
        Assert.Null(Solved(null).SolvedAt);
    }

    [Fact]
    public void ConfirmedClaims_HoldWithTheirNumbers()
    {
        TableResults results = Table(
            [4, 8],
            [Regime.Masked, Regime.Naive, Regime.None, Regime.FromName("penalty-1")],
            cell =>
                cell.Regime.Name switch
                {
                    "masked" => Solved(40_000 + cell.Seed, kl: 0.01, withoutMasks: 10),
                    "naive" => Solved(60_000, kl: 0.05 + (0.01 * cell.Seed)),
                    "none" => Solved(cell.Size == 4 ? 50_000 : null, final: cell.Size == 4 ? 30 : 2.9),
                    _ => Solved(null, final: 1),
                }
        );

        Assert.Equal(
            [
                "Masked solves every size in under 45,000 steps, with every seed: yes (size 4: 40,002; size 8: 40,002).",
                "The slowest seed of masked solves every size before the fastest seed of any other regime: yes "
                    + "(size 4: 40,002 against 50,000; size 8: 40,002 against 60,000).",
                "Naive has at least 5 times the KL divergence of masked, on every size: yes (size 4: 6.5 times; size 8: 6.5 times).",
                "Without masks, with or without penalties, the return is under 3 of 32 from size 8 up, with every seed: yes "
                    + "(at most 2.9, by none, size 8, seed 1; 0 of 4 trainings are above).",
                "Evaluated without masks, masked agents have a lower return on every size: yes "
                    + "(size 4: from 31.0 to 10.0; size 8: from 31.0 to 10.0).",
            ],
            Findings.Of(results).Select(finding => finding.ToString()));
    }

    [Fact]
    public void RefutedClaims_DoNotHold()
    {
        TableResults results = Table([8], [Regime.Masked, Regime.Naive, Regime.None], cell => cell.Regime.Name switch
        {
            "masked" => Solved(cell.Seed == 1 ? 45_000 : null, kl: 0.01, withoutMasks: 31),
            "naive" => Solved(44_000, kl: 0.0499),
            _ => Solved(null, final: cell.Seed == 1 ? 3 : 1),
        });

        Assert.Equal(
            [
                "Masked solves every size in under 45,000 steps, with every seed: no (size 8: never).",
                "The slowest seed of masked solves every size before the fastest seed of any other regime: no "
                    + "(size 8: never against 44,000).",
                "Naive has at least 5 times the KL divergence of masked, on every size: no (size 8: 5.0 times).",
                "Without masks, with or without penalties, the return is under 3 of 32 from size 8 up, with every seed: no "
                    + "(at most 3.0, by none, size 8, seed 1; 1 of 2 trainings are above).",
                "Evaluated without masks, masked agents have a lower return on every size: no (size 8: from 29.5 to 31.0).",
            ],
            Findings.Of(results).Select(finding => finding.ToString()));
    }

    [Fact]
    public void ExactlyTheLimit_IsNotUnderIt() =>
        Assert.False(Findings.Of(Table([4], [Regime.Masked], _ => Solved(45_000, withoutMasks: 1)))[0].Holds);

    [Fact]
    public void ClaimsWithoutTheirRegimes_AreLeftOut()
    {
        Assert.Empty(Findings.Of(Table([4], [Regime.None], _ => Solved(null))));
        Assert.Equal(2, Findings.Of(Table([4], [Regime.Masked], _ => Solved(1000, withoutMasks: 1))).Count);
    }

    [Fact]
    public void ThePage_HoldsTheNumbersOfTheTable()
    {
        TableResults results = Table([4, 8], [Regime.Masked, Regime.Naive], cell => cell.Regime == Regime.Masked
            ? Solved(30_000 + (1000 * cell.Seed), final: 30 + cell.Seed, kl: 0.01, withoutMasks: 10)
            : Solved(cell.Seed == 1 ? 60_000 : null, final: 20, kl: 0.06 * cell.Seed));

        string[] lines = ResultsPage.Of(results, "curves.png").Split('\n');

        Assert.All(
            new[]
            {
                "| machine | an abacus, 2 cores |",
                "| finished | 2026-05-04 |",
                "| trainings | 8: sizes 4, 8; seeds 1, 2; 2 regimes |",
                "| environment steps of each | 70,000 |",
                "| minutes | 6.0 |",
                "| trainings at a time | 2 |",
                "![Learning curves](curves.png)",
                "| | 4×4 | 8×8 |",
                "| masked | 31.5 (31.0–32.0) | 31.5 (31.0–32.0) |",
                "| masked, evaluated without masks | 10.0 | 10.0 |",
                "| naive | 20.0 | 20.0 |",
                "| masked | 31,500 (31,000–32,000) | 31,500 (31,000–32,000) |",
                "| naive | 60,000, 1 of 2 seeds | 60,000, 1 of 2 seeds |",
                "| masked | 0.0100 | 0.0100 |",
                "| naive | 9.0 (6.0–12.0)× | 9.0 (6.0–12.0)× |",
            },
            line => Assert.Contains(line, lines));
        Assert.All(Findings.Of(results), finding =>
        {
            Assert.Contains($"- {finding.Verdict}", lines);
            Assert.Contains($"  ({finding.Numbers}).", lines);
        });
    }

    private static TableResults Table(int[] sizes, Regime[] regimes, Func<TrainingCell, CellResult> result)
    {
        HarvestTable table = new(sizes, regimes, [1, 2], Steps: 70_000);
        return new TableResults(table, table.Cells.ToDictionary(cell => cell, result));
    }

    /// <summary>
    /// The result of a training of 70,000 steps that first solves the task after the given steps, or not at all, and has the given final
    /// return.
    /// </summary>
    private static CellResult Solved(long? steps, double final = 31, double kl = 0.01, double? withoutMasks = null) => new(
        [
            new(1000, 0, kl),
            .. steps is { } at ? new CurvePoint[] { new(at, 29, kl) } : [],
            .. Enumerable.Repeat(new CurvePoint(70_000, steps is null ? Math.Min(final, 28) : final, kl), 4),
        ],
        withoutMasks,
        Provenance);
}
