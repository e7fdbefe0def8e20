using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Classes;

/// <summary>Adds <c>[MaskedPolicy]</c> to a class whose members have attributes of the library, or removes these attributes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePolicyCodeFix))]
[Shared]
public sealed class MakePolicyCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.OutsidePolicy.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { } member)
        {
            yield break;
        }

        if (reported.Find<ClassDeclarationSyntax>() is { } type && !type.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            string attribute = $"[{reported.AttributeNameAt(type, KnownTypes.MaskedPolicy)}]";
            SyntaxToken next = type.Modifiers.Concat([type.Keyword]).First();
            IReadOnlyList<Edit> edits =
            [
                Edit.Before(next, attribute + Layout.NewLineBefore(next)),
                .. Modifiers.MakePartial(member.ContainingType.TypesAround()),
            ];
            yield return new Offer("add", $"Add {attribute} to '{type.Identifier.ValueText}'", edits);
        }

        AttributeSyntax[] attributes = [.. member.ContainingType.GetMembers().OfType<IPropertySymbol>()
            .SelectMany(Declaration.AttributesOf)
            .Select(attribute => attribute.Syntax())
            .OfType<AttributeSyntax>()];
        yield return new Offer(
            "remove",
            attributes is [var only] ? $"Remove [{only.Name}]" : "Remove all attributes of a policy",
            [.. attributes.SelectMany(AttributeEdits.Remove)]);
    }
}
