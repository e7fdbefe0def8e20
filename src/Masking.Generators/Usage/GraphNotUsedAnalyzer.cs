using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Finds distributions that are computed with gradients, and from which only actions are taken.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GraphNotUsedAnalyzer() : UsageAnalyzer(UsageRules.GraphNotUsed)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (call.IsForward()
            && call.MembersUsed() is [var method]
            && Replacement(method) is { } replacement
            && !Scopes.MayBeOpen(context, "no_grad", "inference_mode", "set_grad_enabled", "enable_grad"))
        {
            Report(context, call, method, replacement);
        }
    }

    private static string? Replacement(string method) => method switch
    {
        "Sample" or "EpsilonGreedy" => "Act",
        "Mode" or "Greedy" => "ActGreedily",
        _ => null,
    };
}
