using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Finds observations that are created with a tensor of one axis.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BatchAxisMissingAnalyzer() : UsageAnalyzer(UsageRules.BatchAxisMissing)
{
    private protected override void Register(CompilationStartAnalysisContext context) =>
        context.RegisterOperationAction(Analyze, OperationKind.SimpleAssignment);

    private void Analyze(OperationAnalysisContext context)
    {
        if (context.Operation is ISimpleAssignmentOperation
            {
                Parent: IObjectOrCollectionInitializerOperation,
                Target: IPropertyReferenceOperation { Property: { } member },
                Value: { } value,
            }
            && member.Type.IsTensor()
            && member.ContainingType.IsObservation()
            && HasOneAxis(value.Origin())
            && !IsChangedInPlace(value.Unconverted()))
        {
            Report(context, value, member.Name);
        }
    }

    /// <summary>Whether the expression creates a tensor from a one-dimensional array, without further sizes.</summary>
    private static bool HasOneAxis(IOperation value) => value switch
    {
        IInvocationOperation { TargetMethod: { Name: "tensor", Parameters: [{ Type: { } array }, ..] parameters } method } =>
            method.ContainingType.Name == "torch"
            && IsList(array)
            && parameters.All(parameter => parameter.Name is "rawArray" or "dtype" or "device" or "requires_grad" or "names"),
        IConversionOperation { OperatorMethod.ContainingType: { } type, Operand.Type: { } array } => type.IsTensor() && IsList(array),
        _ => false,
    };

    private static bool IsList(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1 } or INamedTypeSymbol { Name: "IList" or "Memory" };

    /// <summary>Whether a method such as <c>unsqueeze_</c>, which may add an axis, is called on the variable.</summary>
    private static bool IsChangedInPlace(IOperation value) => value is ILocalReferenceOperation variable
        && value.Root().References(variable.Local).Any(reference =>
            reference.Parent is IInvocationOperation { TargetMethod.Name: { } name } && name.EndsWith("_", StringComparison.Ordinal));
}
