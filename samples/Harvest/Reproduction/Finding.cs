namespace Masking.Samples.Harvest;

/// <summary>An expectation and whether the results confirm it.</summary>
/// <param name="Claim">The expectation.</param>
/// <param name="Holds">Whether the results confirm it.</param>
/// <param name="Numbers">The measured numbers.</param>
public sealed record Finding(string Claim, bool Holds, string Numbers)
{
    /// <summary>The claim, followed by yes or no.</summary>
    public string Verdict => $"{Claim}: {(Holds ? "yes" : "no")}";

    /// <inheritdoc/>
    public override string ToString() => $"{Verdict} ({Numbers}).";
}
