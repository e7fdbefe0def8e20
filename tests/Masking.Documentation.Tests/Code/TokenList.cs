using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Documentation.Tests;

/// <summary>The tokens of a C# text. Comments and white space are no tokens, and neither is what <c>#if</c> excludes.</summary>
internal sealed partial class TokenList
{
    private readonly string[] _tokens;
    private readonly int[] _lines;

    /// <summary>Divides a text into tokens.</summary>
    /// <param name="path">The path of the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="symbols">The symbols that are defined.</param>
    public TokenList(string path, string text, IEnumerable<string> symbols)
    {
        Path = path;
        TextLineCollection lines = SourceText.From(text).Lines;
        SyntaxToken[] tokens =
        [
            .. SyntaxFactory.ParseTokens(text, options: CSharpParseOptions.Default.WithPreprocessorSymbols(symbols))
                .Where(token => token.Span.Length > 0),
        ];
        _tokens = [.. tokens.Select(token => WhiteSpace().Replace(token.Text, " "))];
        _lines = [.. tokens.Select(token => lines.GetLinePosition(token.SpanStart).Line + 1)];
    }

    /// <summary>The path of the text.</summary>
    public string Path { get; }

    /// <summary>The number of tokens.</summary>
    public int Count => _tokens.Length;

    /// <summary>A token.</summary>
    public string this[int index] => index < Count ? _tokens[index] : "the end";

    /// <summary>The line of a token, from 1.</summary>
    public int LineOf(int index) => Count == 0 ? 1 : _lines[Math.Min(index, Count - 1)];

    /// <summary>Finds the longest beginning of other tokens among these tokens.</summary>
    /// <returns>The index of its first token here, and its length.</returns>
    public (int Start, int Length) LongestBeginningOf(TokenList other)
    {
        (int Start, int Length) longest = default;
        for (int start = 0; start < Count; start++)
        {
            int length = _tokens.AsSpan(start).CommonPrefixLength(other._tokens);
            if (length > longest.Length)
            {
                longest = (start, length);
            }
        }

        return longest;
    }

    /// <summary>White space in a token: a string of several lines may be indented.</summary>
    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
