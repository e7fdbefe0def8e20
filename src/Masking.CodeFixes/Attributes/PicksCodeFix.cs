using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Masking.CodeFixes.Editing;
using Masking.CodeFixes.Reading;
using Masking.Generators.Diagnostics;
using Masking.Generators.Naming;
using Masking.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Masking.CodeFixes.Attributes;

/// <summary>
/// Adds <c>AtMost</c> to a <c>SubsetHead</c>, or removes <c>AtMost</c> and <c>AtLeast</c> from other heads, and <c>AtLeast</c> where it is
/// greater than <c>AtMost</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PicksCodeFix))]
[Shared]
public sealed class PicksCodeFix : TextCodeFix
{
    private const string AtMost = "AtMost";
    private const string AtLeast = "AtLeast";
    private const int Several = 8;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.PicksDoNotFit.Id];

    private protected override IEnumerable<Offer> Offers(Reported reported)
    {
        if (reported.Member is not { } head || head.AttributeOf(KnownTypes.ActionMask) is not { } attribute
            || attribute.Syntax() is not { } syntax)
        {
            yield break;
        }

        bool isSubset = head.Type.DefinitionName() == KnownTypes.SubsetHead;
        if (isSubset && attribute.Named<int>(AtMost) < 1)
        {
            string value = Math.Max(Several, attribute.Named<int>(AtLeast)).ToString(CultureInfo.InvariantCulture);
            yield return new Offer("add", $"Set '{AtMost} = {value}'", [AttributeEdits.Set(syntax, AtMost, value)]);
            yield break;
        }

        foreach (string name in isSubset ? [AtLeast] : new[] { AtLeast, AtMost })
        {
            yield return new Offer(name, $"Remove '{name}'", AttributeEdits.Remove(syntax, name));
        }
    }
}
