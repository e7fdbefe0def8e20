using Microsoft.CodeAnalysis;

namespace Masking.Generators;

/// <summary>
/// Takes what is wrong with a declaration. The analyzer passes it on; the generator has none, and only learns that something is wrong.
/// </summary>
internal sealed class Reporter(Action<Diagnostic>? report)
{
    public bool HasErrors { get; private set; }

    /// <summary>Something is wrong that the compiler reports itself.</summary>
    public void MarkBroken() => HasErrors = true;

    public void Report(DiagnosticDescriptor rule, ISymbol where, params object[] arguments)
    {
        HasErrors = true;
        report?.Invoke(Diagnostic.Create(rule, where.Locations.FirstOrDefault(location => location.IsInSource), arguments));
    }
}
