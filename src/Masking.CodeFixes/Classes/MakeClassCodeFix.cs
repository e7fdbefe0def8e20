using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Classes;

/// <summary>Makes a policy that is a record, a static class or a file type an ordinary class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeClassCodeFix))]
[Shared]
public sealed class MakeClassCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.CannotBePolicy.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<TypeDeclarationSyntax>() is not { } syntax || reported.Symbol(syntax) is not INamedTypeSymbol type)
        {
            yield break;
        }

        RecordDeclarationSyntax[] records = [.. type.Parts().OfType<RecordDeclarationSyntax>()];
        if (records.All(record => record.ParameterList is null))
        {
            yield return new Offer("class", $"Make '{type.Name}' a class", [.. records.Select(ToClass)]);
        }

        foreach (SyntaxKind modifier in new[] { SyntaxKind.StaticKeyword, SyntaxKind.FileKeyword })
        {
            string word = SyntaxFacts.GetText(modifier);
            Edit[] edits = [.. type.Parts().SelectMany(part => Modifiers.Remove(part, modifier))];
            yield return new Offer(word, $"Remove '{word}' from '{type.Name}'", edits);
        }
    }

    private static Edit ToClass(RecordDeclarationSyntax record) => record.ClassOrStructKeyword.IsKind(SyntaxKind.ClassKeyword)
        ? Edit.Remove(record.Keyword)
        : Edit.Replace(record.Keyword, "class");
}
