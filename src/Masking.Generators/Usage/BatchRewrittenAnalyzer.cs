using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Finds actions that are evaluated after the batch was written to whose observation they were chosen for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BatchRewrittenAnalyzer() : UsageAnalyzer(UsageRules.BatchRewritten)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        if (ReplayedActions.In((IInvocationOperation)context.Operation) is { } replayed
            && replayed.Evaluated.BatchOf()?.Unchanging() is { } batch
            && replayed.Chosen.BatchOf() is { } chosen
            && SymbolEqualityComparer.Default.Equals(chosen.Unchanging(), batch)
            && BatchWrites.To(batch, replayed.Choice.Root()).Any(write => IsBetween(write, replayed)))
        {
            Report(context, replayed.Place, batch.Name, replayed.Choice.TargetMethod.Name);
        }
    }

    /// <summary>
    /// Whether the write is executed after the actions were chosen and before they are evaluated: it is between them in the source, no jump
    /// leaves its statement, and it is not in another branch of the same statement.
    /// </summary>
    private static bool IsBetween(IOperation write, ReplayedActions replayed)
    {
        IOperation evaluation = replayed.Evaluated;
        if (write.Syntax.SpanStart < replayed.Choice.Syntax.Span.End
            || write.Syntax.Span.End > evaluation.Syntax.SpanStart
            || write.Function() != evaluation.Function())
        {
            return false;
        }

        IOperation statement = write;
        while (statement.Parent is { } parent && !parent.Syntax.Span.Contains(evaluation.Syntax.Span))
        {
            statement = parent;
        }

        return statement.Parent is IBlockOperation
            && !statement.DescendantsAndSelf().Any(each => each is IBranchOperation or IReturnOperation or IThrowOperation);
    }
}
