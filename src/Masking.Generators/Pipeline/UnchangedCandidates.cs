namespace Masking.Generators;

/// <summary>
/// Takes a class for the one of an earlier compilation where nothing has changed that could make it mean something else. The earlier one is
/// kept, which was read already: to have the compiler bind the attributes of its members takes longer than all else that the generator
/// does.
/// </summary>
internal sealed class UnchangedCandidates : IEqualityComparer<(Candidate Left, Surface Right)>
{
    public bool Equals((Candidate Left, Surface Right) one, (Candidate Left, Surface Right) other) =>
        one.Right.Equals(other.Right) && one.Left.IsWrittenLike(other.Left);

    public int GetHashCode((Candidate Left, Surface Right) candidate) => candidate.Right.GetHashCode();
}
