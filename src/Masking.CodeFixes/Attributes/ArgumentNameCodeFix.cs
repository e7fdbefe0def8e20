using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Masking.CodeFixes.Attributes;

/// <summary>Corrects the misspelled name of an argument of an attribute of the library.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ArgumentNameCodeFix))]
[Shared]
public sealed class ArgumentNameCodeFix : TextCodeFix
{
    private const string TypeDoesNotExist = "CS0246";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [TypeDoesNotExist];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Node is not IdentifierNameSyntax { Parent: NameEqualsSyntax { Parent.Parent.Parent: AttributeSyntax syntax } } misspelt
            || reported.ModelOf(syntax.SyntaxTree)?.GetTypeInfo(syntax).Type is not { } attribute
            || !KnownTypes.RoleAttributes.Contains(attribute.DefinitionName()))
        {
            yield break;
        }

        string text = misspelt.Identifier.ValueText;
        IEnumerable<string> names = attribute.GetMembers().OfType<IPropertySymbol>()
            .Where(property => property.SetMethod is not null && syntax.Argument(property.Name) is null)
            .Select(property => property.Name);
        foreach (string name in names.NearestFirst(text).Take(1).Where(text.IsLike))
        {
            yield return new Offer(name, $"Change '{text}' to '{name}'", [Edit.Replace(misspelt, name)]);
        }
    }
}
