namespace Masking.Generators.Pipeline;

/// <summary>
/// Treats a class as unchanged if neither its source nor the declarations of its compilation changed. The pipeline then keeps the earlier
/// candidate, which is parsed already: binding the attributes of its members takes longer than everything else the generator does.
/// </summary>
internal sealed class CandidateComparer : IEqualityComparer<(Candidate Left, CompilationDeclarations Right)>
{
    public bool Equals((Candidate Left, CompilationDeclarations Right) one, (Candidate Left, CompilationDeclarations Right) other) =>
        one.Right.Equals(other.Right) && one.Left.HasSameSource(other.Left);

    public int GetHashCode((Candidate Left, CompilationDeclarations Right) candidate) => candidate.Right.GetHashCode();
}
