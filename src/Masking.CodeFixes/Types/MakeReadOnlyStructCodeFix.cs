using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Types;

/// <summary>Makes a record struct that a head chooses <c>readonly</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeReadOnlyStructCodeFix))]
[Shared]
public sealed class MakeReadOnlyStructCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.UnsupportedActionType.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member?.Type.ChosenType() is INamedTypeSymbol type
            && type is { IsRecord: true, IsValueType: true, IsReadOnly: false }
            && type.Parts().FirstOrDefault() is { } part && type.GetMembers().OfType<IFieldSymbol>().All(CanBeReadOnly))
        {
            SyntaxToken partial = part.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.PartialKeyword));
            SyntaxToken next = partial.IsKind(SyntaxKind.None) ? part.Keyword : partial;
            yield return new Offer(
                nameof(MakeReadOnlyStructCodeFix), $"Make '{type.Name}' readonly", [Edit.Before(next, "readonly ")]);
        }
    }

    /// <summary>Whether a field is read-only, or belongs to a parameter, whose property becomes read-only with the struct.</summary>
    private static bool CanBeReadOnly(IFieldSymbol field) => field.IsStatic || field.IsReadOnly
        || field.AssociatedSymbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax;
}
