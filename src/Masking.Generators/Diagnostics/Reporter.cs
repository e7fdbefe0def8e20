using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.Generators.Diagnostics;

/// <summary>
/// Takes what is wrong with a declaration. The analyzer passes it on; the generator has none, and only learns that something is wrong.
/// </summary>
internal sealed class Reporter(Action<Diagnostic>? report, Compilation compilation)
{
    public bool HasErrors { get; private set; }

    /// <summary>The compilation that the declaration is a part of.</summary>
    public Compilation Compilation => compilation;

    /// <summary>A reporter that only remembers whether something is wrong.</summary>
    public static Reporter Silent(Compilation compilation) => new(report: null, compilation);

    /// <summary>Something is wrong that the compiler reports itself.</summary>
    public void MarkBroken() => HasErrors = true;

    public void Report(DiagnosticDescriptor rule, ISymbol where, params object[] arguments) =>
        Report(rule, where.Locations.FirstOrDefault(location => location.IsInSource), arguments);

    public void Report(DiagnosticDescriptor rule, Location? where, params object[] arguments)
    {
        HasErrors = true;
        report?.Invoke(Diagnostic.Create(rule, where, arguments));
    }

    /// <summary>What the compiler knows of the code in a file.</summary>
    public SemanticModel ModelOf(SyntaxTree file) => compilation.GetSemanticModel(file);

    /// <summary>
    /// Whether an argument is the <c>nameof</c> of something that does not exist, which the compiler reports. Only asked about mistakes.
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

    /// <summary>The same for one of several names in a list.</summary>
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
