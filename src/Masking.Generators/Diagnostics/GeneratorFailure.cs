using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Masking.Generators.Diagnostics;

/// <summary>
/// An exception in the generator while it processed a class. It holds no syntax tree, which would keep an old compilation alive.
/// </summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Path">The file of the class.</param>
/// <param name="Span">The position of its name in the file.</param>
/// <param name="Lines">The same position in lines and columns.</param>
/// <param name="Exception">The exception on one line.</param>
internal sealed record GeneratorFailure(string Name, string Path, TextSpan Span, LinePositionSpan Lines, string Exception)
{
    /// <summary>The analyzer does not list this rule, because no declaration violates it.</summary>
    private static readonly DiagnosticDescriptor Rule = new(
        "MASK034",
        "The generator does not fail",
        "No code could be generated for '{0}', because of a fault in Masking: {1}. "
        + "Other policies are not affected. Please report it with the declaration.",
        "Masking",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generator threw an exception, which is a fault in Masking and not in the declaration. The class has no generated "
            + "code; other policies are not affected. Please report the message together with the declaration.",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static GeneratorFailure Of(INamedTypeSymbol type, Exception exception)
    {
        FileLinePositionSpan place = type.Locations[0].GetLineSpan();
        return new GeneratorFailure(type.Name, place.Path, type.Locations[0].SourceSpan, place.Span, InOneLine(exception));
    }

    /// <summary>The diagnostic to report.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location.Create(Path, Span, Lines), Name, Exception);

    /// <summary>
    /// The diagnostic for an exception in the emitter. It has no location: a class that moves within its file is not emitted again, so the
    /// location could be wrong.
    /// </summary>
    public static Diagnostic InEmitting(string policy, Exception exception) =>
        Diagnostic.Create(Rule, Location.None, policy, InOneLine(exception));

    private static string InOneLine(Exception exception) =>
        string.Join(" ", exception.ToString().Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
