using Masking.Generators.Diagnostics;
using Masking.Generators.Model;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Masking.Generators.Analysis;

/// <summary>
/// Reports the mistakes in declarations. The analyzer calls it in editors, and the generator in builds.
/// </summary>
internal static class DeclarationCheck
{
    /// <summary>Checks all types of a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="report">Receives the mistakes.</param>
    /// <param name="implement">Receives types that are no policies, with the properties that generated code implements.</param>
    /// <param name="cancellation">Cancels the check.</param>
    public static void CheckAll(
        Compilation compilation, Action<Diagnostic> report, Action<PolicyModel> implement, CancellationToken cancellation)
    {
        foreach (INamedTypeSymbol type in TypesIn(compilation.Assembly.GlobalNamespace))
        {
            try
            {
                if (Check(type, new Reporter(report, compilation), cancellation) is { } outside)
                {
                    implement(outside);
                }
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
    /// <returns>The properties that generated code implements although the type is no policy; null if there are none.</returns>
    public static PolicyModel? Check(INamedTypeSymbol type, Reporter reporter, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (type.PolicyAttribute() is null)
        {
            if (type.BaseTypes().Any(parent => parent.PolicyAttribute() is not null))
            {
                new LayerParser(type, reporter, cancellation).CheckDerived();
            }

            return OutsidePolicy.Check(type, reporter, cancellation);
        }

        if (type.TypeKind == TypeKind.Class) // the compiler reports the attribute on anything else
        {
            PolicyParser.Parse(type, reporter, cancellation);
        }

        return null;
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
