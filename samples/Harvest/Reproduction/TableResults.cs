using Masking.Samples.Reproduction;

namespace Masking.Samples.Harvest;

/// <summary>The results of a table by regime and size.</summary>
/// <param name="table">The table.</param>
/// <param name="results">The result of each of its trainings.</param>
public sealed class TableResults(HarvestTable table, IReadOnlyDictionary<TrainingCell, CellResult> results)
{
    /// <summary>The table.</summary>
    public HarvestTable Table { get; } = table;

    /// <summary>The result of one training.</summary>
    /// <param name="cell">The training.</param>
    public CellResult this[TrainingCell cell] => results[cell];

    /// <summary>Whether the table contains the masked regime, which the others are compared with.</summary>
    public bool HasMasked => Table.Regimes.Contains(Regime.Masked);

    /// <summary>The results of a regime on a size, seed by seed.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public IReadOnlyList<CellResult> Of(Regime regime, int size) =>
        [.. Table.Seeds.Select(seed => this[new TrainingCell(size, regime, seed)])];

    /// <summary>The final returns of a regime on a size.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public Spread Returns(Regime regime, int size) => Spread.Of([.. Of(regime, size).Select(result => result.FinalReturn)]);

    /// <summary>The returns of agents that were trained under all masks and evaluated without masks.</summary>
    /// <param name="size">The size.</param>
    public Spread ReturnsWithoutMasks(int size) =>
        Spread.Of([.. Of(Regime.Masked, size).Select(result => result.ReturnWithoutMasks!.Value)]);

    /// <summary>The environment steps after which the task was solved, for each seed that solved it.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public IReadOnlyList<double> SolvedAt(Regime regime, int size) =>
        [.. Of(regime, size).Select(result => (double?)result.SolvedAt).OfType<double>()];

    /// <summary>The KL divergence of an update divided by that of the masked agent with the same seed.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public Spread KlRatios(Regime regime, int size) =>
        Spread.Of([.. Of(regime, size).Zip(Of(Regime.Masked, size), (result, masked) => result.Kl / masked.Kl)]);
}
