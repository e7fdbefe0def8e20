namespace Masking.Generators.Model;

/// <summary>The size of a subset.</summary>
/// <param name="AtLeast">The smallest number of picks.</param>
/// <param name="AtMost">The largest number of picks.</param>
internal sealed record PicksModel(int AtLeast, int AtMost);
