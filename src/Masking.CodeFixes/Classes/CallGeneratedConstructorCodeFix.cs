using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Classes;

/// <summary>Lets a constructor of a policy call the generated one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallGeneratedConstructorCodeFix))]
[Shared]
public sealed class CallGeneratedConstructorCodeFix : TextCodeFix
{
    private const string Call = ": this()";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.SkipsConstructor.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Find<ConstructorDeclarationSyntax>() is not { } declared || reported.Symbol(declared) is not IMethodSymbol constructor
            || constructor.Parameters.IsEmpty)
        {
            yield break;
        }

        SyntaxNode implementing = constructor.PartialImplementationPart?.DeclaringSyntaxReferences[0].GetSyntax() ?? declared;
        if (implementing is ConstructorDeclarationSyntax { Body: not null } or ConstructorDeclarationSyntax { ExpressionBody: not null })
        {
            ConstructorDeclarationSyntax syntax = (ConstructorDeclarationSyntax)implementing;
            Edit edit = syntax.Initializer is { } initializer
                ? Edit.Replace(initializer, Call)
                : Edit.After(syntax.ParameterList, " " + Call);
            yield return new Offer(nameof(CallGeneratedConstructorCodeFix), $"Add '{Call}'", [edit]);
        }
    }
}
