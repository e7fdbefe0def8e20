using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Finds policies on the CPU that an optimizer of TorchSharp trains.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TemporariesInOptimizerAnalyzer() : UsageAnalyzer(UsageRules.TemporariesInOptimizer)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);

    private void Analyze(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.ContainingType.Name == "optim"
            && call.Type is { Name: not "LBFGS" } optimizer
            && optimizer.Is(KnownTypes.Optimizer)
            && call.ArgumentOf(0)?.Origin() is { } parameters
            && parameters.IsNetworkCall("parameters", "named_parameters")
            && call.Root() is { } method
            && method.Descendants().Any(UsedTypes.IsBackward)
            && !method.Descendants().Any(MovesNetwork))
        {
            Report(context, call, optimizer.Name);
        }
    }

    /// <summary>Whether the call moves a network to a device or to another element type, where only TorchSharp's optimizers work.</summary>
    private static bool MovesNetwork(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "to" or "cuda" or "half" or "bfloat16" } call
        && (call.Instance ?? call.ArgumentOf(0))?.Unconverted().Type.IsNetwork() == true;
}
