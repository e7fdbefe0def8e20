using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Pipeline;

/// <summary>A class with <c>[MaskedPolicy]</c> as it stands in one compilation.</summary>
internal sealed class Candidate
{
    private readonly SyntaxReference[] _parts;
    private readonly Lazy<ParseResult?> _reading;

    private Candidate(INamedTypeSymbol type, Compilation compilation, Parser parse)
    {
        _parts = [.. type.DeclaringSyntaxReferences];

        // Once the class is read, Lazy lets go of the symbol, and of the compilation with it. A later run may be the one that reads it, so
        // no token of this run is kept.
        _reading = new Lazy<ParseResult?>(() => Read(type, compilation, parse));
    }

    /// <summary>Reads what a class declares, and reports what is wrong with it.</summary>
    public delegate PolicyModel? Parser(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation);

    /// <summary>
    /// The class that an attribute stands on. It may, wrongly, stand on several parts; the class still is one policy, and null comes of the
    /// others.
    /// </summary>
    public static Candidate? Of(GeneratorAttributeSyntaxContext target, Parser parse)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)target.TargetSymbol;
        SyntaxReference? first = type.PolicyAttribute()?.ApplicationSyntaxReference;
        return first is not null && first.SyntaxTree == target.TargetNode.SyntaxTree && target.TargetNode.Span.Contains(first.Span)
            ? new Candidate(type, target.SemanticModel.Compilation, parse)
            : null;
    }

    /// <summary>What came of reading the class; null where nothing can be generated beside it. It is read once.</summary>
    public ParseResult? Read(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _reading.Value;
    }

    /// <summary>Whether another is the same class, in the same files. What the files around it declare may have changed.</summary>
    public bool IsWrittenLike(Candidate other) =>
        _parts.Length == other._parts.Length
        && _parts.Zip(other._parts, (one, another) => one.SyntaxTree == another.SyntaxTree && one.Span == another.Span).All(same => same);

    private static ParseResult? Read(INamedTypeSymbol type, Compilation compilation, Parser parse)
    {
        try
        {
            PolicyModel? policy = parse(type, Reporter.Silent(compilation), CancellationToken.None);
            return policy is null ? null : new ParseResult(policy, Failure: null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // It is reported in the end. Thrown here, it would cost all other policies their code.
            return new ParseResult(Policy: null, GeneratorFailure.Of(type, exception));
        }
    }
}
