using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Masking.Generators.Tests;

/// <summary>Changes a source at random, as it may be while it is typed.</summary>
internal delegate string Mutation(string source, SyntaxToken[] tokens, Random random);

/// <summary>Sources that are changed at random.</summary>
internal static class Mutations
{
    private const int Count = 50;

    /// <summary>Changed copies of a source.</summary>
    public static IEnumerable<string> Of(string source, int seed, Mutation mutate)
    {
        Random random = new(seed);
        SyntaxToken[] tokens = Tokens(source);
        return Enumerable.Range(0, Count).Select(_ => mutate(source, tokens, random));
    }

    public static string DeleteTokens(string source, SyntaxToken[] tokens, Random random) => Enumerable
        .Range(0, random.Next(1, 5))
        .Select(_ => tokens[random.Next(tokens.Length)].Span)
        .Distinct()
        .OrderByDescending(span => span.Start)
        .Aggregate(source, (text, span) => text.Remove(span.Start, span.Length));

    public static string SwapTokens(string source, SyntaxToken[] tokens, Random random)
    {
        int first = random.Next(tokens.Length - 1);
        int second = random.Next(first + 1, tokens.Length);
        return source
            .Remove(tokens[second].SpanStart, tokens[second].Span.Length).Insert(tokens[second].SpanStart, tokens[first].Text)
            .Remove(tokens[first].SpanStart, tokens[first].Span.Length).Insert(tokens[first].SpanStart, tokens[second].Text);
    }

    private static SyntaxToken[] Tokens(string source) =>
        [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().Where(token => token.Span.Length > 0)];
}
