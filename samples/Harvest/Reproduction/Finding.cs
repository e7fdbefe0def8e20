namespace Masking.Samples.Harvest;

/// <summary>Whether something was seen that had been expected.</summary>
/// <param name="Claim">What was expected.</param>
/// <param name="Holds">Whether it was seen.</param>
/// <param name="Numbers">What was seen.</param>
public sealed record Finding(string Claim, bool Holds, string Numbers)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Claim}: {(Holds ? "yes" : "no")} ({Numbers}).";
}
