using System.Collections.Immutable;
using Masking.Generators.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Masking.Generators.Usage;

/// <summary>
/// The base class of the analyzers for code that uses generated policies. They report only what is almost certainly wrong, and nothing
/// where the code is too complicated to tell. Generated code is not analyzed.
/// </summary>
public abstract class UsageAnalyzer : DiagnosticAnalyzer
{
    private protected UsageAnalyzer(DiagnosticDescriptor rule) => SupportedDiagnostics = [rule];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.NetworkInterface) is not null)
            {
                Register(start);
            }
        });
    }

    /// <summary>Registers the actions of a compilation that references Masking.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context);

    private protected void Report(OperationAnalysisContext context, IOperation where, params object[] arguments) =>
        Report(context, where.Syntax.GetLocation(), arguments);

    private protected void Report(OperationAnalysisContext context, Location where, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], where, arguments));
}
