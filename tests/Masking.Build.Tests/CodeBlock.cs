namespace Masking.Build.Tests;

/// <summary>A fenced code block of a page.</summary>
/// <param name="Language">The language of the block, for example <c>csharp</c> or <c>sh</c>.</param>
/// <param name="Text">The lines of the block.</param>
/// <param name="Introduction">The last line of the paragraph before the block; empty after another block or a heading.</param>
internal sealed record CodeBlock(string Language, string Text, string Introduction = "");
