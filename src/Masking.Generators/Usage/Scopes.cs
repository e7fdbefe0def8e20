using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Masking.Generators.Usage;

/// <summary>The scopes of TorchSharp that a call opens, and that end when they are disposed.</summary>
internal static class Scopes
{
    /// <summary>
    /// Whether a scope that one of these methods opens may be open at the operation: it is opened around the operation, or another member
    /// of the type, or of a base type, opens such scopes and may call this one within it.
    /// </summary>
    public static bool MayBeOpen(OperationAnalysisContext context, params string[] methods) =>
        IsOpenAround(context.Operation, methods) || IsOpenedByOtherMembers(context, methods);

    /// <summary>
    /// Whether a scope is open: in a <c>using</c> around the operation, or opened earlier in a block around it. A lambda or a local
    /// function may be called within any scope.
    /// </summary>
    private static bool IsOpenAround(IOperation operation, string[] methods)
    {
        IOperation current = operation;
        while (current.Parent is { } parent)
        {
            if (current is IAnonymousFunctionOperation or ILocalFunctionOperation
                || (parent is IUsingOperation { Resources: { } resources } && Opens(resources, methods))
                || (parent is IBlockOperation block && block.Operations.TakeWhile(earlier => earlier != current)
                    .Any(earlier => !IsNested(earlier) && Opens(earlier, methods))))
            {
                return true;
            }

            current = parent;
        }

        return false;
    }

    private static bool Opens(IOperation statement, string[] methods) => statement.DescendantsAndSelf()
        .Any(call => call is IInvocationOperation { TargetMethod.Name: { } name } && methods.Contains(name));

    /// <summary>Whether the scopes that a statement opens end with it.</summary>
    private static bool IsNested(IOperation statement) =>
        statement is not (IUsingDeclarationOperation or IVariableDeclarationGroupOperation or IExpressionStatementOperation);

    private static bool IsOpenedByOtherMembers(OperationAnalysisContext context, string[] methods)
    {
        INamedTypeSymbol? type = context.ContainingSymbol.ContainingType?.TypesAround().Last();
        return type is null || type.BaseTypes().Prepend(type)
            .SelectMany(each => each.DeclaringSyntaxReferences)
            .SelectMany(part => part.GetSyntax(context.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            .Any(name => methods.Contains(name.Identifier.ValueText) && !IsInThisMember(name));

        bool IsInThisMember(SyntaxNode node) => context.ContainingSymbol.DeclaringSyntaxReferences.Any(member =>
            member.SyntaxTree == node.SyntaxTree && member.Span.Contains(node.Span));
    }
}
