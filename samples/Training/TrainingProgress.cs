namespace Masking.Samples.Training;

/// <summary>Where a training stands.</summary>
/// <param name="EnvironmentSteps">Steps taken, over all environments.</param>
/// <param name="Updates">Rollouts learned from.</param>
/// <param name="Episodes">Episodes finished.</param>
/// <param name="MeanReturn">The mean return of the most recently finished episodes; null before the first.</param>
/// <param name="Learning">What the last update did to the policy; null before the first.</param>
/// <param name="StepsPerSecond">Environment steps per second of training time, acting and learning together.</param>
public sealed record TrainingProgress(
    long EnvironmentSteps, int Updates, int Episodes, double? MeanReturn, LearningStatistics? Learning, double StepsPerSecond);
