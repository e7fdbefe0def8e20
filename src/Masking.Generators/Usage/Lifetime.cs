using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Whether an object outlives the local variable that holds it.</summary>
internal static class Lifetime
{
    private static readonly string[] EndingMethods = ["Dispose", "MoveToOuterDisposeScope", "DetachFromDisposeScope"];

    /// <summary>
    /// The variable that an initializer declares; null if it is declared with <c>using</c>, or the operation is something else.
    /// </summary>
    public static ILocalSymbol? DeclaredLocal(this IOperation? initializer) =>
        initializer is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { IsUsing: false } local } }
            ? local
            : null;

    /// <summary>
    /// Whether the object in the variable, or a part of it, is disposed, or may be referenced by something that outlives the variable.
    /// </summary>
    /// <param name="local">The variable.</param>
    /// <param name="inside">An operation in the function that declares the variable.</param>
    public static bool Leaves(ILocalSymbol local, IOperation inside)
    {
        IOperation root = inside.Root();
        return local.OnlyValue(root) is null
            || root.References(local).Any(reference => reference.Function() != inside.Function() || Leaves(reference));
    }

    private static bool Leaves(IOperation value) => value.Consumer() switch
    {
        // Methods in place, such as 'neg_', return the same tensor.
        IInvocationOperation { TargetMethod: { } method } =>
            EndingMethods.Contains(method.Name) || method.Name.EndsWith("_", StringComparison.Ordinal)
                || method.ContainingType.TypeKind == TypeKind.Extension,
        IPropertyReferenceOperation part => IsPart(part.Type) && Leaves(part),
        IArgumentOperation { Parent: IInvocationOperation call } => !Borrows(call),
        IExpressionStatementOperation or IInterpolationOperation or IBinaryOperation or IUnaryOperation => false,
        { } consumer when consumer.DeclaredLocal() is { } alias => Leaves(alias, value),
        _ => true,
    };

    private static bool IsPart(ITypeSymbol? type) => type.IsTensor() || type.IsRecord();

    /// <summary>Whether the method uses its arguments during the call only.</summary>
    private static bool Borrows(IInvocationOperation call)
    {
        INamedTypeSymbol type = call.TargetMethod.ContainingType;
        return IsOfALibrary(call.TargetMethod) && (type.Name == "TensorRecordExtensions" ? call.TargetMethod.Name is "Clone" or "Select"
            : type.IsTensor() || type.Is(KnownTypes.Torch) || type.IsNetwork() || type.IsDistribution() || type.IsBatch()
                || type.IsEnvironment() || type.Is(KnownTypes.Rollout));
    }

    /// <summary>
    /// Whether a method belongs to TorchSharp, to Masking, or to a generated type, or implements an interface of Masking. Others may keep
    /// or dispose what they get.
    /// </summary>
    private static bool IsOfALibrary(IMethodSymbol method) => method.IsGenerated()
        || method.ContainingType.TypesAround().Any(type => type.PolicyAttribute() is null && type.IsGenerated())
        || IsLibrary(method.ContainingAssembly)
        || method.ContainingType.AllInterfaces.Any(type => IsLibrary(type.ContainingAssembly) && !type.GetMembers(method.Name).IsEmpty);

    private static bool IsLibrary(IAssemblySymbol? assembly) => assembly?.Name is "TorchSharp" or "Masking.Runtime" or "Masking.Training";
}
