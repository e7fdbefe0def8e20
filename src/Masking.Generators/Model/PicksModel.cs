namespace Masking.Generators.Model;

/// <summary>How many elements a subset has.</summary>
/// <param name="AtLeast">The least picks.</param>
/// <param name="AtMost">The most picks.</param>
internal sealed record PicksModel(int AtLeast, int AtMost);
