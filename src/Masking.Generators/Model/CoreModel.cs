namespace Masking.Generators.Model;

/// <summary>The core of a policy.</summary>
/// <param name="Member">The declared member, or the generated one if none is declared.</param>
/// <param name="IsDeclared">Whether the member is declared.</param>
/// <param name="Width">The width of the latent vector.</param>
internal sealed record CoreModel(MemberModel Member, bool IsDeclared, int Width)
{
    /// <summary>The tensors of its memory; none if it is not recurrent.</summary>
    public EquatableArray<MemoryModel> Memory { get; init; }
}
