using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Diagnostics;

/// <summary>
/// Receives the mistakes in a declaration. In the analyzer and in builds they are reported; a silent reporter only records that there are
/// mistakes.
/// </summary>
internal sealed class Reporter(Action<Diagnostic>? report, Compilation compilation)
{
    private readonly HashSet<(DiagnosticDescriptor Rule, Location? Where)> _reported = [];

    /// <summary>Whether there was a mistake.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>The compilation that the declaration is a part of.</summary>
    public Compilation Compilation => compilation;

    /// <summary>A reporter that reports nothing, and only records whether there are mistakes.</summary>
    public static Reporter Silent(Compilation compilation) => new(report: null, compilation);

    /// <summary>Records a mistake that the compiler reports.</summary>
    public void MarkBroken() => HasErrors = true;

    /// <summary>Reports a mistake in the declaration of a symbol.</summary>
    public void Report(DiagnosticDescriptor rule, ISymbol where, params object[] arguments) => Report(rule, Place.At(where), arguments);

    /// <summary>Reports a mistake in some code.</summary>
    public void Report(DiagnosticDescriptor rule, Location? where, params object[] arguments) => Report(rule, Place.At(where), arguments);

    /// <summary>Reports a mistake. A rule is reported once at a place, even if two heads choose the same record struct.</summary>
    public void Report(DiagnosticDescriptor rule, Place where, params object[] arguments)
    {
        HasErrors = true;
        if (where.Location is null || _reported.Add((rule, where.Location)))
        {
            report?.Invoke(Diagnostic.Create(rule, where.Location, where.Related, arguments));
        }
    }

    /// <summary>The semantic model of a file.</summary>
    public SemanticModel ModelOf(SyntaxTree file) => compilation.GetSemanticModel(file);

    /// <summary>
    /// Whether an argument is the <c>nameof</c> of something that does not exist. The compiler reports that already.
    /// </summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="argument">The name of the argument; null for the first one without a name.</param>
    public bool IsMisspelt(AttributeData attribute, string? argument)
    {
        AttributeSyntax? syntax = attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;
        ExpressionSyntax? value = syntax
            ?.ArgumentList?.Arguments.FirstOrDefault(given => given.NameEquals?.Name.Identifier.ValueText == argument)
            ?.Expression;
        return IsNameOfNothing(value);
    }

    /// <summary>As <see cref="IsMisspelt"/>, for one of the names in a list.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="name">The name.</param>
    public bool IsMisspeltInList(AttributeData attribute, string name) => attribute.ApplicationSyntaxReference?.GetSyntax() is { } syntax
        && syntax.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(value => NameOf(value) == name && IsNameOfNothing(value));

    private static string? NameOf(InvocationExpressionSyntax nameOf) =>
        nameOf.ArgumentList.DescendantNodes().OfType<SimpleNameSyntax>().LastOrDefault()?.Identifier.ValueText;

    private bool IsNameOfNothing(ExpressionSyntax? value) =>
        value is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: { } name }] }
        && compilation.GetSemanticModel(value.SyntaxTree).GetSymbolInfo(name) is { Symbol: null, CandidateSymbols.IsEmpty: true };
}
