using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>The types of generated code, Masking and TorchSharp, by their full names.</summary>
internal static class UsedTypes
{
    /// <summary>Whether the type is a generated policy or network of action values, or an interface of one.</summary>
    public static bool IsNetwork(this ITypeSymbol? type) => type.Implements(KnownTypes.NetworkInterface);

    /// <summary>Whether the type is a generated <c>Distribution</c> or <c>Values</c>.</summary>
    public static bool IsDistribution(this ITypeSymbol? type) =>
        type.Implements(KnownTypes.DistributionInterface) || type.Implements(KnownTypes.ValuesInterface);

    /// <summary>Whether the type is a generated <c>Batch</c>.</summary>
    public static bool IsBatch(this ITypeSymbol? type) => type.Implements(KnownTypes.BatchInterface);

    /// <summary>Whether the type is an environment of <c>Masking.Training</c>.</summary>
    public static bool IsEnvironment(this ITypeSymbol? type) =>
        type.Implements(KnownTypes.Environment) || type.Implements(KnownTypes.VectorEnvironment);

    /// <summary>Whether the type is a generated record of tensors: an observation, actions or a memory.</summary>
    public static bool IsRecord(this ITypeSymbol? type) => type.Implements(KnownTypes.RecordInterface);

    /// <summary>Whether the type is a generated <c>Observation</c>.</summary>
    public static bool IsObservation(this ITypeSymbol? type) =>
        type is { Name: "Observation", ContainingType: { } policy } && policy.IsNetwork() && type.IsRecord();

    public static bool IsTensor(this ITypeSymbol? type) => type?.Is(KnownTypes.Tensor) == true;

    public static bool IsScalar(this ITypeSymbol? type) => type?.Is(KnownTypes.Scalar) == true;

    /// <summary>Whether the operation calls one of these methods of a generated policy or network of action values.</summary>
    public static bool IsNetworkCall(this IOperation operation, params string[] methods) =>
        operation is IInvocationOperation { Instance.Type: { } type, TargetMethod.Name: { } name } && methods.Contains(name)
        && type.IsNetwork();

    /// <summary>Whether the operation computes the distribution of a policy, or the action values of a network.</summary>
    public static bool IsForward(this IOperation operation) =>
        operation.IsNetworkCall("forward", "call") && operation.Type.IsDistribution();

    /// <summary>Whether the operation calls <c>backward</c> of a tensor.</summary>
    public static bool IsBackward(this IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "backward", Instance.Type: { } type } && type.IsTensor();

    private static bool Implements(this ITypeSymbol? type, string definitionName) => type is not null
        && (type.DefinitionName() == definitionName || type.AllInterfaces.Any(each => each.DefinitionName() == definitionName));
}
