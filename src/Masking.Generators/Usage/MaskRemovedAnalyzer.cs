using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Finds actions that were chosen with a mask and are evaluated without it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MaskRemovedAnalyzer() : UsageAnalyzer(UsageRules.MaskRemoved)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        if (ReplayedActions.In((IInvocationOperation)context.Operation) is not { } replayed)
        {
            return;
        }

        foreach (IPropertySymbol mask in ObservationValue.SetToNull(replayed.Evaluated))
        {
            if (HadMask(replayed, mask))
            {
                Report(context, replayed.Place, mask.Name, replayed.Choice.TargetMethod.Name);
            }
        }
    }

    private static bool HadMask(ReplayedActions replayed, IPropertySymbol mask) =>
        ObservationValue.IsNull(replayed.Chosen, mask) is { } isNull
            ? !isNull
            : replayed.Evaluated.Origin() is IWithOperation changed && changed.Operand.ReadsTheSameAs(replayed.Chosen);
}
