namespace Masking.Benchmarks.Simulation;

/// <summary>The outcome of a simulation. Shares are fractions of the time.</summary>
/// <param name="StepsPerSecond">The environment steps per second.</param>
/// <param name="Workers">The share in which the workers collect, on average.</param>
/// <param name="Learner">The share in which the learner unpacks and learns.</param>
/// <param name="Link">The share in which the learner's link transfers, in its busier direction.</param>
internal sealed record Outcome(double StepsPerSecond, double Workers, double Learner, double Link)
{
    /// <summary>What is busy for the greatest share of the time.</summary>
    public Limit Limit => Workers >= Math.Max(Learner, Link) ? Limit.Workers : Learner >= Link ? Limit.Learner : Limit.Network;
}
