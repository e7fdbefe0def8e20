namespace Masking.Samples.Harvest;

/// <summary>One training of the table.</summary>
/// <param name="Size">Rows and columns of the board.</param>
/// <param name="Regime">What the agent is told.</param>
/// <param name="Seed">The seed of everything random.</param>
public sealed record Cell(int Size, Regime Regime, int Seed)
{
    /// <summary>What its folder is called.</summary>
    public string FolderName => $"size-{Size}-{Regime.Name}-seed-{Seed}";

    /// <summary>What it differs in from the others, in words that can be compared.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
        [new("size", $"{Size}"), new("regime", Regime.Name), new("seed", $"{Seed}")];

    /// <inheritdoc/>
    public override string ToString() => $"{Regime.Name}, size {Size}, seed {Seed}";
}
