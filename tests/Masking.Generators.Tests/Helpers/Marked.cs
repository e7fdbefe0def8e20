using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Generators.Tests;

/// <summary>A source with <c>[|…|]</c> around the places where something is reported.</summary>
internal sealed record Marked(string Text, IReadOnlyList<TextSpan> Places)
{
    private const string Open = "[|";
    private const string Close = "|]";

    public static Marked Parse(string marked)
    {
        List<TextSpan> places = [];
        string text = marked;
        for (int open = text.IndexOf(Open, StringComparison.Ordinal); open >= 0; open = text.IndexOf(Open, StringComparison.Ordinal))
        {
            text = text.Remove(open, Open.Length);
            int close = text.IndexOf(Close, open, StringComparison.Ordinal);
            text = text.Remove(close, Close.Length);
            places.Add(TextSpan.FromBounds(open, close));
        }

        return new Marked(text, places);
    }

    /// <summary>The source again, marked where diagnostics are reported.</summary>
    public static string Mark(string text, IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Select(diagnostic => diagnostic.Location.SourceSpan)
        .OrderByDescending(span => span.Start)
        .Aggregate(text, (marked, span) => marked.Insert(span.End, Close).Insert(span.Start, Open));
}
