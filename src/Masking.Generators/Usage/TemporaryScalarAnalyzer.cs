using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Finds operations that create a temporary <c>Scalar</c>, in loops that train a policy.</summary>
/// <remarks>TorchSharp 0.107 converts numbers within operators, <c>add</c> without alpha, and <c>square</c>.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TemporaryScalarAnalyzer() : UsageAnalyzer(UsageRules.TemporaryScalar)
{
    private const string Kept = "a Scalar from a 'using' variable or a static readonly field";

    private protected override void Register(CompilationStartAnalysisContext context)
    {
        context.RegisterOperationAction(AnalyzeConversion, OperationKind.Conversion);
        context.RegisterOperationAction(AnalyzeOperator, OperationKind.Binary, OperationKind.CompoundAssignment);
        context.RegisterOperationAction(AnalyzeMethod, OperationKind.Invocation);
    }

    private void AnalyzeConversion(OperationAnalysisContext context)
    {
        if (context.Operation is IConversionOperation { OperatorMethod.ContainingType: { Name: "Scalar" } type }
            && type.IsScalar()
            && context.Operation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } }
            && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, type.ContainingAssembly)
            && Remedy(method) is null)
        {
            ReportInTraining(context, "This number", $"pass {Kept}");
        }
    }

    private void AnalyzeOperator(OperationAnalysisContext context)
    {
        IMethodSymbol? method = context.Operation switch
        {
            IBinaryOperation binary => binary.OperatorMethod,
            ICompoundAssignmentOperation compound => compound.OperatorMethod,
            _ => null,
        };
        if (method?.ContainingType.IsTensor() == true && Replacement(method) is (string symbol, string remedy))
        {
            ReportInTraining(context, $"'{symbol}'", remedy, OperatorOf(context.Operation.Syntax));
        }
    }

    /// <summary>Where the operator is written. The whole expression may begin at the same place as another one within it.</summary>
    private static Location? OperatorOf(SyntaxNode expression) => expression switch
    {
        BinaryExpressionSyntax binary => binary.OperatorToken.GetLocation(),
        AssignmentExpressionSyntax assignment => assignment.OperatorToken.GetLocation(),
        _ => null,
    };

    private void AnalyzeMethod(OperationAnalysisContext context)
    {
        IMethodSymbol method = ((IInvocationOperation)context.Operation).TargetMethod;
        if (Remedy(method) is { } remedy && method.ContainingType.IsTensor())
        {
            ReportInTraining(context, $"'{method.Name}'", remedy);
        }
    }

    private void ReportInTraining(OperationAnalysisContext context, string what, string remedy, Location? where = null)
    {
        if (Trains(context.Operation))
        {
            Report(context, where ?? context.Operation.Syntax.GetLocation(), what, remedy);
        }
    }

    /// <summary>An operator of tensors and numbers, and how it is written without a temporary; null if it creates none.</summary>
    private static (string Operator, string Remedy)? Replacement(IMethodSymbol method)
    {
        bool hasNumber = method.Parameters.Any(parameter => parameter.Type.SpecialType != SpecialType.None);
        return method.Name switch
        {
            "op_Addition" => ("+", $"write 'x.add(y, alpha: one)', where 'one' is {Kept}"),
            "op_Subtraction" when hasNumber => ("-", $"write 'x.sub(y)', where 'y' is {Kept}"),
            "op_Multiply" when hasNumber => ("*", $"write 'x.mul(y)', where 'y' is {Kept}"),
            "op_Division" when hasNumber => ("/", $"write 'x.div(y)', where 'y' is {Kept}"),
            "op_Modulus" when hasNumber => ("%", $"write 'x.remainder(y)', where 'y' is {Kept}"),
            _ => null,
        };
    }

    /// <summary>How a method that converts a number within is called without a temporary; null for other methods.</summary>
    private static string? Remedy(IMethodSymbol method) => method switch
    {
        { Name: "square", Parameters.IsEmpty: true } => "write 'x.mul(x)'",
        { Name: "add" or "add_", Parameters.Length: 1 } => $"write 'x.{method.Name}(y, alpha: one)', where 'one' is {Kept}",
        _ => null,
    };

    /// <summary>Whether the operation is in a loop that evaluates actions of a policy, or computes gradients and uses a policy.</summary>
    private static bool Trains(IOperation operation)
    {
        IOperation? loop = null;
        for (IOperation? current = operation; current is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            current = current.Parent)
        {
            loop = current is ILoopOperation ? current : loop;
        }

        return loop is not null
            && (loop.Descendants().Any(call => call.IsNetworkCall("Evaluate"))
                || (loop.Descendants().Any(UsedTypes.IsBackward)
                    && loop.Descendants().Any(call => call.IsNetworkCall("forward", "call", "DistributionOf"))));
    }
}
