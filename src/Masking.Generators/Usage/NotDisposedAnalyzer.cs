using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Finds native memory that a method allocates, keeps to itself and does not release.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotDisposedAnalyzer() : UsageAnalyzer(UsageRules.NotDisposed)
{
    private static readonly string[] NetworkMethods = ["Act", "ActGreedily", "Evaluate", "DistributionOf", "forward", "call"];
    private static readonly string[] RolloutMethods = ["All", "AllSequences", "Slice"];

    private protected override void Register(CompilationStartAnalysisContext context)
    {
        context.RegisterOperationAction(AnalyzeTensors, OperationKind.Invocation);
        context.RegisterOperationAction(AnalyzeBatch, OperationKind.ObjectCreation);
    }

    private void AnalyzeTensors(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (Allocates(call) && IsLost(call) && !ReturnsTensor(context) && !Scopes.MayBeOpen(context, "NewDisposeScope"))
        {
            Report(context, call, "declare it with 'using', or open a dispose scope around it");
        }
    }

    /// <summary>Whether the method computes a tensor, such as a loss, which its caller needs within a scope of its own.</summary>
    private static bool ReturnsTensor(OperationAnalysisContext context) =>
        context.ContainingSymbol is IMethodSymbol { ReturnType: { } type } && type.IsTensor();

    private void AnalyzeBatch(OperationAnalysisContext context)
    {
        if (context.Operation is IObjectCreationOperation { Type: { Name: "Batch" } type } && type.IsBatch() && IsLost(context.Operation))
        {
            Report(context, context.Operation, "declare it with 'using'");
        }
    }

    private void Report(OperationAnalysisContext context, IOperation where, string remedy) =>
        Report(context, where, where.Consumer().DeclaredLocal()?.Name ?? where.Type!.Short(), remedy);

    private static bool Allocates(IInvocationOperation call) =>
        call.IsNetworkCall(NetworkMethods) ? call.Type.IsDistribution() || call.Type is { } type && IsResult(type)
        : RolloutMethods.Contains(call.TargetMethod.Name) && call.Type?.Is(KnownTypes.Minibatch) == true;

    private static bool IsResult(ITypeSymbol type) => type.Is(KnownTypes.Step) || type.Is(KnownTypes.Evaluation);

    /// <summary>Whether the object is discarded, or is in a variable that is not disposed and that no other code gets hold of.</summary>
    private static bool IsLost(IOperation allocation) => allocation.Consumer() switch
    {
        // The body of a lambda such as '() => policy.Act(…)' is the result of the lambda.
        IExpressionStatementOperation statement => statement.Syntax is ExpressionStatementSyntax,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        { } consumer => consumer.DeclaredLocal() is { } local && !Lifetime.Leaves(local, allocation),
        null => false,
    };
}
