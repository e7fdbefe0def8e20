using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>Where the value of an operation comes from, and where it goes.</summary>
internal static class OperationExtensions
{
    /// <summary>The operation without the conversions around it that do not call a method.</summary>
    public static IOperation Unconverted(this IOperation operation)
    {
        IOperation current = operation;
        while (true)
        {
            switch (current)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    current = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    current = parenthesized.Operand;
                    break;
                default:
                    return current;
            }
        }
    }

    /// <summary>The value of a parameter in a call; null if the call does not compile.</summary>
    public static IOperation? ArgumentOf(this IInvocationOperation call, int parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter)?.Value;

    /// <summary>The operation that receives the value, past conversions that do not call a method.</summary>
    public static IOperation? Consumer(this IOperation operation)
    {
        IOperation? current = operation.Parent;
        while (current is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current;
    }

    /// <summary>The outermost operation: the body of the method, with all lambdas and local functions.</summary>
    public static IOperation Root(this IOperation operation)
    {
        IOperation current = operation;
        while (current.Parent is { } parent)
        {
            current = parent;
        }

        return current;
    }

    /// <summary>The innermost lambda, local function or method body that runs the operation.</summary>
    public static IOperation Function(this IOperation operation)
    {
        IOperation current = operation;
        while (current.Parent is { } parent && current is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            current = parent;
        }

        return current;
    }

    /// <summary>
    /// The expression that produced the value. A local variable that is assigned only where it is declared stands for its initializer.
    /// </summary>
    public static IOperation Origin(this IOperation value)
    {
        IOperation current = value.Unconverted();
        while (current is ILocalReferenceOperation { IsDeclaration: false } reference
            && reference.Local.OnlyValue(current.Root()) is { } initializer
            && initializer.Syntax.Span.End <= reference.Syntax.SpanStart)       // otherwise the code does not compile
        {
            current = initializer.Unconverted();
        }

        return current;
    }

    /// <summary>The initializer of a local variable; null if it has none, or if the variable is assigned elsewhere.</summary>
    public static IOperation? OnlyValue(this ILocalSymbol local, IOperation root)
    {
        IOperation? initializer = root.Descendants()
            .OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
            ?.GetVariableInitializer()?.Value;
        return initializer is null || local.IsRef || root.Writes(local) ? null : initializer;
    }

    /// <summary>
    /// The local variable, parameter, readonly field or property that the operation reads, if it is the same in the whole method.
    /// </summary>
    public static ISymbol? Unchanging(this IOperation operation)
    {
        ISymbol? symbol = operation.Unconverted().Variable();
        return symbol is not null && !operation.Root().Writes(symbol) ? symbol : null;
    }

    /// <summary>Whether both operations read the same thing, and it is the same in the whole method.</summary>
    public static bool ReadsTheSameAs(this IOperation operation, IOperation other)
    {
        IOperation left = operation.Origin();
        IOperation right = other.Origin();
        return ReferenceEquals(left, right)
            || (left.Unchanging() is { } symbol && SymbolEqualityComparer.Default.Equals(symbol, right.Unchanging()))
            || (left is IPropertyReferenceOperation { Instance: { } leftOwner, Arguments.IsEmpty: true } leftProperty
                && right is IPropertyReferenceOperation { Instance: { } rightOwner } rightProperty
                && SymbolEqualityComparer.Default.Equals(leftProperty.Property, rightProperty.Property)
                && leftOwner.ReadsTheSameAs(rightOwner));
    }

    /// <summary>The references to a local variable.</summary>
    public static IEnumerable<ILocalReferenceOperation> References(this IOperation root, ILocalSymbol local) =>
        root.Descendants()
            .OfType<ILocalReferenceOperation>()
            .Where(reference => !reference.IsDeclaration && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    /// <summary>
    /// The names of the members that are used of a value, directly or through the variable that it initializes, except <c>Dispose</c>; null
    /// if the value is used in another way.
    /// </summary>
    public static string[]? MembersUsed(this IOperation value)
    {
        if (value.Consumer() is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } })
        {
            return MemberUsed(value) is { } member ? [member] : null;
        }

        IOperation root = value.Root();
        string?[] members = [.. root.References(local).Select(MemberUsed).Distinct()];
        return local.OnlyValue(root) is null || members.Contains(null)
            ? null
            : [.. members.OfType<string>().Where(member => member != "Dispose")];
    }

    private static string? MemberUsed(IOperation value) => value.Consumer() switch
    {
        IInvocationOperation call when call.Instance?.Unconverted() == value => call.TargetMethod.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => null,
    };

    private static bool Writes(this IOperation root, ISymbol symbol) => root.Descendants()
        .Any(reference => reference.IsWritten() && SymbolEqualityComparer.Default.Equals(reference.Variable(), symbol));

    private static ISymbol? Variable(this IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation, Field: { IsReadOnly: true } field } => field,
        IPropertyReferenceOperation
        {
            Instance: null or IInstanceReferenceOperation, Arguments.IsEmpty: true, Property: { SetMethod: null } property,
        } => property,
        _ => null,
    };

    private static bool IsWritten(this IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation or IAddressOfOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation tuple => tuple.IsAssigned(),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } } => true,
        _ => false,
    };

    private static bool IsAssigned(this ITupleOperation tuple) =>
        tuple.Parent is IDeconstructionAssignmentOperation assignment ? assignment.Target == tuple
        : tuple.Parent is ITupleOperation outer && outer.IsAssigned();
}
