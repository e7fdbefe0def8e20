using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Attributes;

/// <summary>
/// Adds <c>Choices</c> to a <c>Head&lt;int&gt;</c>, with the smallest number that leaves a choice, or removes it from other heads. It does
/// the same for the parameters of a record struct.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChoicesCodeFix))]
[Shared]
public sealed class ChoicesCodeFix : TextCodeFix
{
    private const string Choices = "Choices";
    private const string Smallest = "2";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ChoicesDoNotFit.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        Edit[] added = [.. Declarations(reported).SelectMany(declared => Added(reported, declared.Symbol, declared.Type))];
        yield return new Offer("add", $"Add '{Choices} = {Smallest}'", added);

        Edit[] removed = [.. Declarations(reported).SelectMany(declared => Removed(declared.Symbol, declared.Type))];
        yield return new Offer("remove", $"Remove '{Choices}'", removed);
    }

    /// <summary>
    /// What chooses a value: the parameter where the diagnostic is reported, or else the head, and the parameters of its record struct.
    /// </summary>
    private static IEnumerable<(ISymbol Symbol, ITypeSymbol? Type)> Declarations(Reported reported)
    {
        if (reported.Node.FirstAncestorOrSelf<ParameterSyntax>() is { } syntax && reported.Symbol(syntax) is IParameterSymbol alone)
        {
            yield return (alone, alone.Type);
        }
        else if (reported.Member is { } member)
        {
            ITypeSymbol? chosen = member.Type.ChosenType();
            yield return (member, chosen);
            IMethodSymbol? constructor =
                chosen is INamedTypeSymbol { TypeKind: TypeKind.Struct, IsRecord: true } type ? CompoundType.ConstructorOf(type) : null;
            foreach (IParameterSymbol parameter in constructor?.Parameters ?? [])
            {
                yield return (parameter, parameter.Type);
            }
        }
    }

    private static IEnumerable<Edit> Added(Reported reported, ISymbol declared, ITypeSymbol? type)
    {
        if (type?.SpecialType != SpecialType.System_Int32 || declared.AttributeOf(KnownTypes.ActionMask) is not { } attribute)
        {
            return type?.SpecialType == SpecialType.System_Int32 && declared is IParameterSymbol
                && declared.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax parameter
                ? [Edit.Before(parameter, $"[{reported.AttributeNameAt(parameter, KnownTypes.ActionMask)}({Choices} = {Smallest})] ")]
                : [];
        }

        return ActionType.ChoicesOf(attribute) is null && attribute.Syntax() is { } syntax
            ? [AttributeEdits.Set(syntax, Choices, Smallest)]
            : [];
    }

    private static IEnumerable<Edit> Removed(ISymbol declared, ITypeSymbol? type) =>
        type?.SpecialType == SpecialType.System_Int32 || declared.AttributeOf(KnownTypes.ActionMask)?.Syntax() is not { } attribute ? []
        : declared is IParameterSymbol && attribute.ArgumentList?.Arguments.Count == 1 && attribute.Argument(Choices) is not null
            ? AttributeEdits.Remove(attribute)
        : AttributeEdits.Remove(attribute, Choices);
}
