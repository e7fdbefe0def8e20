namespace Masking.Samples.Harvest;

/// <summary>What a whole table came to, seen by regime and size.</summary>
/// <param name="table">The table.</param>
/// <param name="results">The result of each of its trainings.</param>
public sealed class TableResults(HarvestTable table, IReadOnlyDictionary<Cell, CellResult> results)
{
    /// <summary>The table.</summary>
    public HarvestTable Table { get; } = table;

    /// <summary>The result of one training.</summary>
    /// <param name="cell">Which.</param>
    public CellResult this[Cell cell] => results[cell];

    /// <summary>Whether there is something to compare regimes with.</summary>
    public bool HasMasked => Table.Regimes.Contains(Regime.Masked);

    /// <summary>The results of a regime on a size, seed by seed.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public IReadOnlyList<CellResult> Of(Regime regime, int size) => [.. Table.Seeds.Select(seed => this[new Cell(size, regime, seed)])];

    /// <summary>The final returns.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public Spread Returns(Regime regime, int size) => Spread.Of([.. Of(regime, size).Select(result => result.FinalReturn)]);

    /// <summary>The returns of agents that learned under all masks, and play on without any.</summary>
    /// <param name="size">The size.</param>
    public Spread ReturnsWithoutMasks(int size) =>
        Spread.Of([.. Of(Regime.Masked, size).Select(result => result.ReturnWithoutMasks!.Value)]);

    /// <summary>The environment steps after which the seeds that solved it did so.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public IReadOnlyList<double> SolvedAt(Regime regime, int size) =>
        [.. Of(regime, size).Select(result => (double?)result.SolvedAt).OfType<double>()];

    /// <summary>How many times the KL divergence of an update is that of the masked agent of the same seed.</summary>
    /// <param name="regime">The regime.</param>
    /// <param name="size">The size.</param>
    public Spread KlRatios(Regime regime, int size) =>
        Spread.Of([.. Of(regime, size).Zip(Of(Regime.Masked, size), (result, masked) => result.Kl / masked.Kl)]);
}
