namespace Masking.Generators.Pipeline;

/// <summary>
/// Takes a class for the one of an earlier compilation where nothing has changed that could make it mean something else. The earlier one is
/// kept, which was read already: to have the compiler bind the attributes of its members takes longer than all else that the generator
/// does.
/// </summary>
internal sealed class CandidateComparer : IEqualityComparer<(Candidate Left, CompilationDeclarations Right)>
{
    public bool Equals((Candidate Left, CompilationDeclarations Right) one, (Candidate Left, CompilationDeclarations Right) other) =>
        one.Right.Equals(other.Right) && one.Left.IsWrittenLike(other.Left);

    public int GetHashCode((Candidate Left, CompilationDeclarations Right) candidate) => candidate.Right.GetHashCode();
}
