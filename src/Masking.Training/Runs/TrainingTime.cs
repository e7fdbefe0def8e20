namespace Masking.Training;

/// <summary>Wall-clock time spent in environments, acting and learning.</summary>
/// <param name="EnvironmentSteps">The environment steps taken in this time, over all environments.</param>
/// <param name="Environment">The time in the environments.</param>
/// <param name="Acting">The time to compute actions and to store observations and actions.</param>
/// <param name="Learning">The time to learn from the stored steps.</param>
public sealed record TrainingTime(long EnvironmentSteps, TimeSpan Environment, TimeSpan Acting, TimeSpan Learning)
{
    /// <summary>No time and no steps.</summary>
    public static TrainingTime Zero { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The total time.</summary>
    public TimeSpan Total => Environment + Acting + Learning;

    /// <summary>Environment steps per second; 0 if the total time is zero.</summary>
    public double StepsPerSecond => Total > TimeSpan.Zero ? EnvironmentSteps / Total.TotalSeconds : 0;

    /// <summary>Returns the steps per second and the fractions of the time in one line.</summary>
    public override string ToString() =>
        $"{StepsPerSecond:N0} steps/s: environment {Share(Environment):P0}, acting {Share(Acting):P0}, learning {Share(Learning):P0}";

    private double Share(TimeSpan part) => Total > TimeSpan.Zero ? part / Total : 0;
}
