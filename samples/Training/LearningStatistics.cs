namespace Masking.Samples.Training;

/// <summary>What one update did to the policy: means over its minibatches.</summary>
/// <param name="Entropy">The entropy of the policy, in nats.</param>
/// <param name="ApproximateKl">How far the policy moved from the one that acted.</param>
/// <param name="ClipFraction">The share of actions whose probability ratio left the clip range.</param>
/// <param name="PolicyLoss">The clipped surrogate.</param>
/// <param name="ValueLoss">The error of the value.</param>
public sealed record LearningStatistics(double Entropy, double ApproximateKl, double ClipFraction, double PolicyLoss, double ValueLoss)
{
    /// <summary>The means of several.</summary>
    /// <param name="minibatches">At least one.</param>
    public static LearningStatistics Mean(IReadOnlyCollection<LearningStatistics> minibatches) => new(
        minibatches.Average(each => each.Entropy),
        minibatches.Average(each => each.ApproximateKl),
        minibatches.Average(each => each.ClipFraction),
        minibatches.Average(each => each.PolicyLoss),
        minibatches.Average(each => each.ValueLoss));
}
