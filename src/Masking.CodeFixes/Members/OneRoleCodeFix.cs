using System.Collections.Immutable;
using System.Composition;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.CodeFixes.Members;

/// <summary>Removes one of the attributes of a member that has several roles.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OneRoleCodeFix))]
[Shared]
public sealed class OneRoleCodeFix : TextCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.SeveralAttributes.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        foreach (AttributeData attribute in reported.Member is { } member ? Declaration.AttributesOf(member) : [])
        {
            if (attribute.Syntax() is { } syntax)
            {
                yield return new Offer(attribute.ShortName(), $"Remove [{attribute.ShortName()}]", AttributeEdits.Remove(syntax));
            }
        }
    }
}
