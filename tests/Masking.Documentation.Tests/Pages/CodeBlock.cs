namespace Masking.Documentation.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Page">The path of the page.</param>
/// <param name="Line">The line of the opening fence, from 1.</param>
/// <param name="Language">The word behind the opening fence.</param>
/// <param name="Text">The lines between the fences.</param>
/// <param name="Introduction">The last line of the paragraph before the block; empty after another block or a heading.</param>
internal sealed record CodeBlock(string Page, int Line, string Language, string Text, string Introduction)
{
    /// <summary>The place of the block, for failures.</summary>
    public string Place => $"{Page}:{Line}";
}
