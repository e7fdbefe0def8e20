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

namespace Masking.CodeFixes.Classes;

/// <summary>Adds the input or the head that a policy lacks.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingMemberCodeFix))]
[Shared]
public sealed class MissingMemberCodeFix : TextCodeFix
{
    private const string Vector = "Masking.MlpEncoder";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NoHead.Id, Rules.NoInput.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<ClassDeclarationSyntax>() is not { } syntax || reported.Symbol(syntax) is not INamedTypeSymbol type)
        {
            yield break;
        }

        bool isHead = reported.Id == Rules.NoHead.Id;
        string attribute = reported.AttributeNameAt(syntax, isHead ? KnownTypes.ActionMask : KnownTypes.Observation);
        string part = reported.NameAt(syntax, isHead ? KnownTypes.Head : Vector).Replace("<T>", "<bool>");
        string name = isHead ? ReservedNames.FreeIn(type, "Command") : ReservedNames.FreeIn(type, "Globals");
        MemberDeclarationSyntax? last = syntax.Members.OfType<PropertyDeclarationSyntax>()
            .LastOrDefault(property => reported.Symbol(property) is { } symbol && Declaration.AttributesOf(symbol).Length > 0);
        Edit edit = Insertion.Member(
            syntax,
            last ?? syntax.Members.LastOrDefault(),
            isHead ? $"[{attribute}]" : $"[{attribute}(12)]",
            $"public partial {part} {name} {{ get; }}");
        yield return new Offer(reported.Id, isHead ? "Add an action head" : "Add an input", [edit]);
    }
}
