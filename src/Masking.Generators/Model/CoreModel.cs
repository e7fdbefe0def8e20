namespace Masking.Generators.Model;

/// <summary>What the policy thinks with.</summary>
/// <param name="Member">The member; one of the generator's own where none is declared.</param>
/// <param name="IsDeclared">Whether it is a declared member.</param>
/// <param name="Width">Numbers in the latent.</param>
internal sealed record CoreModel(MemberModel Member, bool IsDeclared, int Width)
{
    /// <summary>What it remembers from step to step; nothing where it is not recurrent.</summary>
    public EquatableArray<MemoryModel> Memory { get; init; }
}
