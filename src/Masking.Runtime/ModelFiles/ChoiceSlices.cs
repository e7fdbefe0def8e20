namespace Masking.ModelFiles;

/// <summary>Slices of a tensor that correspond to the choices of a head: rows of its weights, or columns of weights that read it.</summary>
/// <param name="Axis">The axis with one slice for each choice.</param>
/// <param name="Saved">The choices in the file.</param>
/// <param name="Current">The choices of the policy.</param>
internal sealed record ChoiceSlices(int Axis, IReadOnlyList<HeadChoice> Saved, IReadOnlyList<HeadChoice> Current)
{
    /// <summary>For each choice that both have, its index in the file and in the policy.</summary>
    public IEnumerable<(int Saved, int Current)> Common => Current
        .Select((choice, index) => (choice, index))
        .Join(Saved.Select((choice, index) => (choice, index)), now => now.choice, was => was.choice, (now, was) => (was.index, now.index));

    /// <summary>The choices that only the policy has.</summary>
    public IEnumerable<HeadChoice> New => Current.Except(Saved);

    /// <summary>The choices that only the file has.</summary>
    public IEnumerable<HeadChoice> Removed => Saved.Except(Current);
}
