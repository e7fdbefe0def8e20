using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>The operations that write to the memory of a batch.</summary>
internal static class BatchWrites
{
    private static readonly string[] WritingMembers = ["Clear", "Remember"];
    private static readonly string[] WritingMembersOfSpans = ["AllowAll", "AllowNone", "AllowOnly", "Clear", "Fill"];

    public static IEnumerable<IOperation> To(ISymbol batch, IOperation root)
    {
        return root.Descendants().Where(operation => operation switch
        {
            IInvocationOperation { Instance: { } target, TargetMethod.Name: { } name } when WritingMembers.Contains(name) && Is(target) => true,
            IInvocationOperation { Instance: { } span, TargetMethod.Name: { } name } when WritingMembersOfSpans.Contains(name) => IsSpan(span),
            IInvocationOperation { Instance.Type: { } environment, TargetMethod.Name: "WriteObservation", Arguments: [var first, ..] } =>
                Is(first.Value) && environment.IsEnvironment(),
            IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } span } } => IsSpan(span),
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Instance: { } span } } => IsSpan(span),
            _ => false,
        });

        bool Is(IOperation operation) => SymbolEqualityComparer.Default.Equals(operation.Unchanging(), batch);

        bool IsSpan(IOperation span) => span.Origin() is IInvocationOperation { Instance: { } target } && Is(target);
    }
}
