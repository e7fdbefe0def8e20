namespace Masking.Samples.Harvest;

/// <summary>One training of the table.</summary>
/// <param name="Size">The number of rows and columns of the board.</param>
/// <param name="Regime">The masks or penalties.</param>
/// <param name="Seed">The seed of all random numbers.</param>
public sealed record TrainingCell(int Size, Regime Regime, int Seed)
{
    /// <summary>The name of the folder of the training.</summary>
    public string FolderName => $"size-{Size}-{Regime.Name}-seed-{Seed}";

    /// <summary>The settings that distinguish the training from others of the table.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
        [new("size", $"{Size}"), new("regime", Regime.Name), new("seed", $"{Seed}")];

    /// <inheritdoc/>
    public override string ToString() => $"{Regime.Name}, size {Size}, seed {Seed}";
}
