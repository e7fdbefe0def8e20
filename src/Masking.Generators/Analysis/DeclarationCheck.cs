using Masking.Generators.Diagnostics;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Analysis;

/// <summary>
/// Reports the mistakes in declarations. The analyzer calls it in editors, and the generator in builds.
/// </summary>
internal static class DeclarationCheck
{
    /// <summary>Checks all types of a compilation.</summary>
    public static void CheckAll(Compilation compilation, Action<Diagnostic> report, CancellationToken cancellation)
    {
        foreach (INamedTypeSymbol type in TypesIn(compilation.Assembly.GlobalNamespace))
        {
            try
            {
                Check(type, new Reporter(report, compilation), cancellation);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // An exception here would leave all policies without code. For a policy, the generator reports it where it emits code.
                if (type.PolicyAttribute() is null)
                {
                    report(GeneratorFailure.Of(type, exception).ToDiagnostic());
                }
            }
        }
    }

    /// <summary>Checks one type.</summary>
    public static void Check(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (type.PolicyAttribute() is null)
        {
            ReportOutsidePolicy(type, reporter);
            if (type.BaseTypes().Any(parent => parent.PolicyAttribute() is not null))
            {
                new LayerParser(type, reporter, cancellation).CheckDerived();
            }
        }
        else if (type.TypeKind == TypeKind.Class) // the compiler reports the attribute on anything else
        {
            PolicyParser.Parse(type, reporter, cancellation);
        }
    }

    private static void ReportOutsidePolicy(INamedTypeSymbol type, Reporter reporter)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            foreach (AttributeData attribute in Declaration.AttributesOf(property))
            {
                reporter.Report(Rules.OutsidePolicy, property, attribute.ShortName(), property.Name, type.Name);
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
    {
        foreach (INamespaceOrTypeSymbol member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (INamedTypeSymbol nested in TypesIn(member))
            {
                yield return nested;
            }
        }
    }
}
