namespace Masking.Samples.Delivery;

/// <summary>The result of an evaluation.</summary>
/// <param name="Profit">The mean profit of all vehicles together in an episode.</param>
/// <param name="ConflictShare">The share of rounds in which several vehicles drove to the same customer.</param>
public sealed record DeliveryResult(double Profit, double ConflictShare);
