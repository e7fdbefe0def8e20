namespace Masking.CodeFixes.Editing;

/// <summary>What a fix offers for a diagnostic.</summary>
/// <param name="Key">What the offer has in common with those that are applied together with it.</param>
/// <param name="Title">What the author reads.</param>
/// <param name="Edits">The changes. An offer without changes is not made.</param>
internal sealed record Offer(string Key, string Title, IReadOnlyList<Edit> Edits);
