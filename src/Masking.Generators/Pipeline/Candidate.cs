using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Pipeline;

/// <summary>A class with <c>[MaskedPolicy]</c> in one compilation. It is parsed once, when its model is first asked for.</summary>
internal sealed class Candidate
{
    private readonly object _lock = new();
    private readonly SyntaxReference[] _parts;
    private Func<CancellationToken, ParseResult?>? _parse;
    private ParseResult? _result;

    private Candidate(INamedTypeSymbol type, Compilation compilation, Parser parse)
    {
        _parts = [.. type.DeclaringSyntaxReferences];
        _parse = cancellation => Parse(type, compilation, parse, cancellation);
    }

    /// <summary>Parses a class, and reports its mistakes.</summary>
    public delegate PolicyModel? Parser(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation);

    /// <summary>
    /// The class that an attribute is applied to. If it is applied to several parts of a class, which is an error, the first part gives the
    /// candidate and the others give null.
    /// </summary>
    public static Candidate? Of(GeneratorAttributeSyntaxContext target, Parser parse)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)target.TargetSymbol;
        SyntaxReference? first = type.PolicyAttribute()?.ApplicationSyntaxReference;
        return first is not null && first.SyntaxTree == target.TargetNode.SyntaxTree && target.TargetNode.Span.Contains(first.Span)
            ? new Candidate(type, target.SemanticModel.Compilation, parse)
            : null;
    }

    /// <summary>
    /// The result of parsing the class; null where it cannot have a generated part. If the run is cancelled, the class is parsed when it is
    /// asked for again.
    /// </summary>
    public ParseResult? Parse(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_parse is not null)
            {
                _result = _parse(cancellation);
                _parse = null; // with the symbol and the compilation, which an earlier candidate must not keep alive
            }

            return _result;
        }
    }

    /// <summary>Whether another candidate is the same class with the same source. Other files may declare other things.</summary>
    public bool HasSameSource(Candidate other) =>
        _parts.Length == other._parts.Length
        && _parts.Zip(other._parts, (one, another) => one.SyntaxTree == another.SyntaxTree && one.Span == another.Span).All(same => same);

    private static ParseResult? Parse(INamedTypeSymbol type, Compilation compilation, Parser parse, CancellationToken cancellation)
    {
        try
        {
            PolicyModel? policy = parse(type, Reporter.Silent(compilation), cancellation);
            return policy is null ? null : new ParseResult(policy, Failure: null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The output reports it. An exception here would leave all other policies without code.
            return new ParseResult(Policy: null, GeneratorFailure.Of(type, exception));
        }
    }
}
