namespace Masking.Benchmarks.Workloads;

/// <summary>A character that is typed and deleted in a file.</summary>
/// <param name="Place">The place, as a title names it.</param>
/// <param name="File">The number of the file.</param>
/// <param name="After">The text behind whose last occurrence it is typed; empty for the end of the file.</param>
/// <param name="Texts">The texts between which the character makes a difference.</param>
internal sealed record Keystroke(string Place, int File, string After, params string[] Texts)
{
    /// <summary>The text of the file after a number of keystrokes.</summary>
    public string ApplyTo(string text, int keystrokes) =>
        text.Insert(text.LastIndexOf(After, StringComparison.Ordinal) + After.Length, Texts[keystrokes % Texts.Length]);
}
