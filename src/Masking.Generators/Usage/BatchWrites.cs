using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>The operations that write to the memory of a batch.</summary>
internal static class BatchWrites
{
    private static readonly string[] WritingMembers = ["Clear", "Remember"];
    private static readonly string[] WritingMembersOfSpans = ["AllowAll", "AllowNone", "AllowOnly", "Clear", "Fill"];

    /// <summary>The operations in a method that write to a batch.</summary>
    public static IEnumerable<IOperation> To(ISymbol batch, IOperation root)
    {
        return root.Descendants().Where(operation => operation switch
        {
            IInvocationOperation { Instance: { } target } call =>
                (WritingMembers.Contains(call.TargetMethod.Name) && Is(target))
                || (WritingMembersOfSpans.Contains(call.TargetMethod.Name) && IsSpan(target))
                || (call.TargetMethod.Name == "WriteObservation" && target.Type.IsEnvironment()
                    && call.ArgumentOf(0) is { } written && Is(written)),
            IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } span } } => IsSpan(span),
            IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation { Instance: { } span } } => IsSpan(span),
            _ => false,
        });

        bool Is(IOperation operation) => SymbolEqualityComparer.Default.Equals(operation.Unchanging(), batch);

        bool IsSpan(IOperation span) =>
            span.Origin() is IInvocationOperation { Instance: { } target, Type.IsRefLikeType: true } && Is(target);
    }
}
