using Masking.Samples.MicroRts.Engine;

namespace Masking.Samples.MicroRts.Learning;

/// <summary>The weights of the rewards of a cycle, in the order of <see cref="Rewards"/>.</summary>
public sealed record RewardWeights(double WinLoss, double Resources, double Workers, double Buildings, double Attacks, double CombatUnits)
{
    /// <summary>The weights of Huang et al. 2021, "Gym-μRTS".</summary>
    public static RewardWeights Published { get; } = new(10, 1, 1, 0.2, 1, 4);

    /// <summary>
    /// The published weights, but only a twentieth of those that are not for winning or losing. With the published ones, agents learn to
    /// prolong games in which they collect rewards.
    /// </summary>
    public static RewardWeights Training { get; } = new(10, 0.05, 0.05, 0.01, 0.05, 0.2);

    /// <summary>Returns the weighted sum of the rewards.</summary>
    /// <param name="rewards">The rewards of a player.</param>
    public double Sum(Rewards rewards) =>
        (WinLoss * rewards.WinLoss)
        + (Resources * rewards.Resources)
        + (Workers * rewards.Workers)
        + (Buildings * rewards.Buildings)
        + (Attacks * rewards.Attacks)
        + (CombatUnits * rewards.CombatUnits);
}
