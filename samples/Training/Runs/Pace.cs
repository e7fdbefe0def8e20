namespace Masking.Samples.Training;

/// <summary>How the time of a training divides.</summary>
/// <param name="EnvironmentSteps">Steps taken in that time, over all environments.</param>
/// <param name="Environment">In the worlds.</param>
/// <param name="Acting">In the policy that acts, and in keeping what it saw and did.</param>
/// <param name="Learning">In learning from that.</param>
public sealed record Pace(long EnvironmentSteps, TimeSpan Environment, TimeSpan Acting, TimeSpan Learning)
{
    /// <summary>Of a training that has not begun.</summary>
    public static Pace None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>All of it.</summary>
    public TimeSpan Total => Environment + Acting + Learning;

    /// <summary>Environment steps per second; 0 before the first.</summary>
    public double StepsPerSecond => Total > TimeSpan.Zero ? EnvironmentSteps / Total.TotalSeconds : 0;

    /// <summary>In one line.</summary>
    public override string ToString() =>
        $"{StepsPerSecond:N0} steps/s: environment {Share(Environment):P0}, acting {Share(Acting):P0}, learning {Share(Learning):P0}";

    private double Share(TimeSpan part) => Total > TimeSpan.Zero ? part / Total : 0;
}
