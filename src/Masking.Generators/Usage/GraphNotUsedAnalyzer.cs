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
            && OnlyMethod(call) is { } method
            && Replacement(method) is { } replacement
            && !call.IsInScopeOf("no_grad", "inference_mode", "set_grad_enabled", "enable_grad"))
        {
            Report(context, call, method, replacement);
        }
    }

    /// <summary>The one method that is called on the distribution, apart from <c>Dispose</c>; null if it is used in another way.</summary>
    private static string? OnlyMethod(IInvocationOperation forward)
    {
        if (forward.Consumer() is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } })
        {
            return MethodCalledOn(forward);
        }

        IOperation root = forward.Root();
        if (local.OnlyValue(root) is null)
        {
            return null;
        }

        string?[] methods = [.. root.References(local).Select(MethodCalledOn).Distinct().Where(method => method != "Dispose")];
        return methods is [var only] ? only : null;
    }

    private static string? MethodCalledOn(IOperation distribution) =>
        distribution.Consumer() is IInvocationOperation call && call.Instance?.Unconverted() == distribution
            ? call.TargetMethod.Name
            : null;

    private static string? Replacement(string method) => method switch
    {
        "Sample" or "EpsilonGreedy" => "Act",
        "Mode" or "Greedy" => "ActGreedily",
        _ => null,
    };
}
