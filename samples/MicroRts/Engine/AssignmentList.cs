namespace Masking.Samples.MicroRts.Engine;

/// <summary>The actions under way, in the order in which they were assigned.</summary>
/// <param name="capacity">The greatest number of units.</param>
internal sealed class AssignmentList(int capacity)
{
    private readonly Assignment[] _assignments = new Assignment[capacity];

    public int Count { get; private set; }

    public Span<Assignment> Span => _assignments.AsSpan(0, Count);

    public void Add(in Assignment assignment) => _assignments[Count++] = assignment;

    /// <summary>Removes the actions that take effect at a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="due">Receives the removed actions.</param>
    /// <returns>The number of removed actions.</returns>
    public int TakeDue(int time, Assignment[] due)
    {
        int taken = 0;
        int kept = 0;
        foreach (ref Assignment assignment in Span)
        {
            if (assignment.IssuedAt + assignment.Duration <= time)
            {
                due[taken++] = assignment;
            }
            else
            {
                _assignments[kept++] = assignment;
            }
        }

        Count = kept;
        return taken;
    }

    /// <summary>Removes the assignment of a unit that is removed, and adjusts the indices of the units behind it.</summary>
    public void RemoveUnit(int unit)
    {
        int kept = 0;
        foreach (ref Assignment assignment in Span)
        {
            if (assignment.Unit != unit)
            {
                _assignments[kept++] = assignment.Unit > unit ? assignment with { Unit = assignment.Unit - 1 } : assignment;
            }
        }

        Count = kept;
    }

    public void CopyFrom(AssignmentList other)
    {
        other.Span.CopyTo(_assignments);
        Count = other.Count;
    }
}
