namespace Masking.Samples.Delivery;

/// <summary>Counts joint actions, and those with a conflict: several vehicles drive to the same customer.</summary>
public sealed class JointActions
{
    private int _count;
    private int _conflicts;

    /// <summary>The share of joint actions with a conflict.</summary>
    public double ConflictShare => (double)_conflicts / _count;

    /// <summary>Counts a joint action.</summary>
    /// <param name="destinations">The customer of each vehicle.</param>
    public void Add<T>(IReadOnlyCollection<T> destinations)
    {
        ArgumentNullException.ThrowIfNull(destinations);
        _count++;
        _conflicts += destinations.Distinct().Count() < destinations.Count ? 1 : 0;
    }
}
