using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Generators.Diagnostics;

/// <summary>A fault of the generator itself, at one class. It holds no syntax tree, so that no old compilation is kept alive.</summary>
/// <param name="Name">The class.</param>
/// <param name="Path">Its file.</param>
/// <param name="Span">Where it is named there.</param>
/// <param name="Lines">The same in lines.</param>
/// <param name="Exception">The exception, in one line.</param>
internal sealed record GeneratorFailure(string Name, string Path, TextSpan Span, LinePositionSpan Lines, string Exception)
{
    /// <summary>No rule for declarations, which is why the analyzer does not know it.</summary>
    private static readonly DiagnosticDescriptor Rule = new(
        "MASK034",
        "The generator does not fail",
        "No code could be generated for '{0}', because of a fault in Masking: {1}. "
        + "Other policies are not affected. Please report it with the declaration.",
        "Masking",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static GeneratorFailure Of(INamedTypeSymbol type, Exception exception)
    {
        FileLinePositionSpan place = type.Locations[0].GetLineSpan();
        return new GeneratorFailure(type.Name, place.Path, type.Locations[0].SourceSpan, place.Span, InOneLine(exception));
    }

    /// <summary>The fault as it is reported.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location.Create(Path, Span, Lines), Name, Exception);

    /// <summary>A fault in writing a class that was read. Its place is not known, because a moved class is not written anew.</summary>
    public static Diagnostic InEmitting(string policy, Exception exception) =>
        Diagnostic.Create(Rule, Location.None, policy, InOneLine(exception));

    private static string InOneLine(Exception exception) =>
        string.Join(" ", exception.ToString().Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
